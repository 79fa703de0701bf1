import { argon2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { Context } from '../lib/context.ts'
import { type Gate, gate } from '../lib/gate.ts'

/** Hashes passwords and compares them, two at a time: each takes 19 MB and a core for some 50 ms. */
export type Passwords = {
  /** As a PHC string. */
  readonly hash: (ctx: Pick<Context, 'random'>, password: string) => Promise<string>
  /** Takes as long where there is no hash to compare with, so that time does not tell who has an account. */
  readonly matches: (hash: string | null, password: string) => Promise<boolean>
}

const atOnce = {
  most: 2,
  mostWaiting: 50,
  full: 'Too many people sign in at this moment. Try again soon.',
  retryAfter: 5,
}

export function createPasswords(through: Gate = gate(atOnce)): Passwords {
  return {
    hash: (ctx, password) =>
      through(async () => {
        const salt = ctx.random(16)
        return phc(now, salt, await derive(now, salt, password))
      }),
    matches: (hash, password) =>
      through(async () => {
        const known = hash === null ? null : parsePhc(hash)
        const { cost, salt, tag } = known ?? { cost: now, salt: Buffer.alloc(16), tag: Buffer.alloc(32) }
        const same = timingSafeEqual(await derive(cost, salt, password, tag.length), tag)
        return same && known !== null
      }),
  }
}

/** True where a hash was made with less than what is asked for today. */
export function isWeak(hash: string): boolean {
  const { cost } = parsePhc(hash)
  return cost.memory < now.memory || cost.passes < now.passes
}

type Cost = { memory: number; passes: number; parallelism: number }

// OWASP's recommendation for argon2id: 19 MiB, two passes.
const now: Cost = { memory: 19_456, passes: 2, parallelism: 1 }

const run = promisify(argon2)

/** Composed letters and combining marks count as the same: keyboards differ. */
const derive = (cost: Cost, nonce: Buffer, password: string, tagLength = 32): Promise<Buffer> =>
  run('argon2id', { message: Buffer.from(password.normalize('NFKC')), nonce, tagLength, ...cost })

const phc = ({ memory, passes, parallelism }: Cost, salt: Buffer, tag: Buffer) =>
  `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`

const unpadded = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')

function parsePhc(text: string) {
  const found = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(text)
  if (!found) throw new Error('a password hash of an unknown form')
  const [, memory, passes, parallelism, salt, tag] = found
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  return { cost, salt: Buffer.from(salt!, 'base64'), tag: Buffer.from(tag!, 'base64') }
}
