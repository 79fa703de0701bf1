import type { Reader } from '../audiences/reader.ts'
import { digest } from '../lib/seal.ts'
import { addressHash } from '../subscribers/find.ts'
import type { KeptAccess, KeptFeed } from './kept.ts'
import { leaverOf } from './leaver.ts'
import { contains } from './ranges.ts'
import { openSession, type Session, sessionIn } from './session.ts'

/** What a request shows of who sends it. */
export type Asked = {
  /** The whole Cookie header. */
  cookie: string | undefined
  /** Of a private feed. */
  token: string | null
  /** The client's, through the proxies we trust. */
  ip: string
  /** Milliseconds since 1970. */
  now: number
}

export type Recognised = { reader: Reader; session: Session | null; feed: KeptFeed | null }

/** Who asks. Needs no database, so that a page is read while there is none. */
export const readerOf = (secret: Buffer, access: KeptAccess, asked: Asked): Reader =>
  recognise(secret, access, asked).reader

/** The same, with what they were known by. A token stands for its maker, whoever else is signed in. */
export function recognise(secret: Buffer, access: KeptAccess, asked: Asked): Recognised {
  if (asked.token !== null) {
    const feed = feedOf(access, asked.token)
    return { reader: feed ? { ...feed.reader, admitted: true } : stranger(access), session: null, feed }
  }
  const session = currentSession(secret, access, asked)
  if (session) {
    const { email, subscriber, attributes, staff } = session
    return { reader: { email, subscriber, attributes, staff, admitted: true }, session, feed: null }
  }
  const admitted = !access.private || contains(access.ranges, asked.ip)
  return { reader: { ...nobody, admitted }, session: null, feed: null }
}

const nobody = { email: null, subscriber: false, attributes: {}, staff: false }
const stranger = (access: KeptAccess): Reader => ({ ...nobody, admitted: !access.private })

function currentSession(secret: Buffer, access: KeptAccess, { cookie, now }: Asked): Session | null {
  const value = sessionIn(cookie, access.page)
  const session = value === null ? null : openSession(secret, access.page, value)
  if (!session || session.epoch !== access.epoch || session.until <= now) return null
  return access.ended.includes(session.id) || isGone(secret, access, session) ? null : session
}

/** Whose it is may not read as they did when they came: a colleague who was disabled since, a subscriber who left. */
function isGone(secret: Buffer, { disabled, left }: KeptAccess, session: Session): boolean {
  const { staff, user, subscriber, email, since = 0 } = session
  if (staff) return user !== undefined && since <= (disabled[user] ?? -1)
  return subscriber && email !== null && since <= (left[leaverOf(addressHash({ settings: { secret } }, email))] ?? -1)
}

function feedOf(access: KeptAccess, token: string): KeptFeed | null {
  // Of 256 random bits, so that looking its hash up tells nobody anything.
  const hash = digest(token).toString('base64url')
  return access.feeds.find((feed) => feed.hash === hash) ?? null
}
