import { createECDH } from 'node:crypto'
import { keyFor } from './seal.ts'

/**
 * The key by which push services know this installation (RFC 8292), derived from the master key: the same on every
 * process, and in no backup. A new master key is a new key; what was subscribed with the old one keeps that.
 */
export function vapidKeys(secret: Buffer): { privateKey: string; publicKey: string } {
  const curve = createECDH('prime256v1')
  // One in 2^32 numbers is no key of the curve: then the next.
  for (let count = 0; ; count++) {
    const key = keyFor(secret, `vapid ${count}`)
    try {
      curve.setPrivateKey(key)
      return { privateKey: key.toString('base64url'), publicKey: curve.getPublicKey('base64url') }
    } catch (error) {
      if (count === 8) throw error
    }
  }
}
