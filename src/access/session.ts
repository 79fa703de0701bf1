import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Context } from '../lib/context.ts'
import { keyFor } from '../lib/seal.ts'
import { z } from '../lib/zod.ts'
import type { Cookie } from '../web/cookies.ts'

/** How somebody was let in: `password`, `mail`, `staff`, or the key of a connection after `sso:`. */
export type Way = 'password' | 'mail' | 'staff' | `sso:${string}`

const Session = z.object({
  /** Its own id, 96 random bits. */
  id: z.string(),
  page: z.string(),
  epoch: z.number(),
  /** Milliseconds since 1970; since when, where that is known. */
  until: z.number(),
  since: z.number().optional(),
  way: z.string(),
  /** Who it is, whatever their address: the connection and what it calls them; the address for mail. */
  identity: z.string(),
  email: z.string().nullable(),
  subscriber: z.boolean(),
  attributes: z.record(z.string(), z.array(z.string())),
  staff: z.boolean(),
  /** Of staff: who they are in the console. */
  user: z.string().optional(),
})
export type Session = z.infer<typeof Session>

type Signing = Pick<Context, 'settings'>

/** A session as its cookie holds it: readable by the reader, and changed by nobody. */
export function sealSession({ settings }: Signing, session: Session): string {
  const text = Buffer.from(JSON.stringify(session)).toString('base64url')
  return `${text}.${tagOf(settings.secret, text).toString('base64url')}`
}

/** The session of a cookie, whole and for this page; null for every other text. Whether it has ended is another matter. */
export function openSession(secret: Buffer, page: string, cookie: string): Session | null {
  const [text = '', tag = '', ...more] = cookie.split('.')
  if (more.length > 0 || cookie.length > 8000) return null
  const given = Buffer.from(tag, 'base64url')
  if (given.length !== 32 || !timingSafeEqual(given, tagOf(secret, text))) return null
  const session = Session.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  return session.page === page ? session : null
}

/** 256 bits, by a key of its own: nothing else that we sign is a session. */
const tagOf = (secret: Buffer, text: string) =>
  createHmac('sha256', keyFor(secret, 'reader session')).update(text).digest()

/** Each page has its own, since several share a host. Where https is certain, browsers enforce the prefix. */
export const sessionName = (page: string, isHttps: boolean) => `${isHttps ? '__Host-' : ''}upfront-reader-${page}`

export function sessionCookie(ctx: Context, session: Session, isHttps: boolean): Cookie {
  const maxAge = Math.max(1, Math.floor((session.until - ctx.now().getTime()) / 1000))
  return { name: sessionName(session.page, isHttps), value: sealSession(ctx, session), maxAge }
}

/** The value in a whole Cookie header. */
export function sessionIn(header: string | undefined, page: string): string | null {
  if (header === undefined || !header.includes(`upfront-reader-${page}=`)) return null
  const pairs = header.split(';').map((pair) => pair.trim())
  for (const prefix of ['__Host-', '']) {
    const name = `${prefix}upfront-reader-${page}=`
    const found = pairs.find((pair) => pair.startsWith(name))
    if (found) return found.slice(name.length)
  }
  return null
}
