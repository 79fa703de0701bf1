import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

/** A key for one purpose, derived from the master key, so that no two purposes share one. 32 bytes. */
export function keyFor(secret: Buffer, purpose: string): Buffer {
  const own = derived.get(secret) ?? new Map<string, Buffer>()
  const key = own.get(purpose) ?? Buffer.from(hkdfSync('sha256', secret, '', `upfront ${purpose}`, 32))
  derived.set(secret, own.set(purpose, key))
  return key
}

/** Deriving takes longer than what the key is for, and three are needed for every mail. */
const derived = new WeakMap<Buffer, Map<string, Buffer>>()

/** Encrypts with AES-256-GCM: version byte, nonce (12), tag (16), ciphertext. */
export function seal(secret: Buffer, random: (n: number) => Buffer, text: string): Buffer {
  const nonce = random(12)
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, 'settings'), nonce)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.of(1), nonce, cipher.getAuthTag(), body])
}

/** The text that `seal` took. Throws where the key is another or the bytes were changed. */
export function unseal(secret: Buffer, sealed: Buffer): string {
  if (sealed[0] !== 1) throw new Error('sealed with an unknown version')
  const decipher = createDecipheriv('aes-256-gcm', keyFor(secret, 'settings'), sealed.subarray(1, 13))
  decipher.setAuthTag(sealed.subarray(13, 29))
  return decipher.update(sealed.subarray(29), undefined, 'utf8') + decipher.final('utf8')
}

/** SHA-256: how tokens of 128 bits and more are kept. */
export const digest = (token: string) => createHash('sha256').update(token).digest()

/** A keyed hash of a value that must be found again but not be readable: an e-mail address, an IP address. */
export const keyedHash = (secret: Buffer, purpose: string, value: string) =>
  createHmac('sha256', keyFor(secret, purpose)).update(value).digest()

/** A link's signature: 128 bits of HMAC, URL-safe. */
export const signature = (secret: Buffer, purpose: string, value: string) =>
  keyedHash(secret, purpose, value).subarray(0, 16).toString('base64url')

/** Compares two texts in a time that does not depend on where they differ. */
export const sameText = (a: string, b: string) => timingSafeEqual(digest(a), digest(b))
