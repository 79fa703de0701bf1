import { createHash, createHmac } from 'node:crypto'
import { sameText } from '../lib/seal.ts'
import { z } from '../lib/zod.ts'

const Header = z.object({ alg: z.enum(['HS256', 'HS384', 'HS512']) })
const Claims = z.looseObject({ exp: z.number(), nbf: z.number().optional() })

/** What a signed token claims, at this moment. Null where it is no token, not signed with this secret, or not valid now. */
export function claimsOf(token: string, secret: string, now: Date): Record<string, unknown> | null {
  const [head = '', body = '', signature = '', ...rest] = token.split('.')
  const header = Header.safeParse(parsed(head))
  const claims = Claims.safeParse(parsed(body))
  if (!header.success || !claims.success || rest.length > 0) return null
  const hash = header.data.alg.replace('HS', 'sha')
  const wanted = createHmac(hash, secret).update(`${head}.${body}`).digest('base64url')
  const seconds = now.getTime() / 1000
  const { exp, nbf = 0 } = claims.data
  return sameText(signature, wanted) && seconds < exp + leeway && seconds > nbf - leeway ? claims.data : null
}

/** Clocks differ. Seconds. */
const leeway = 5

export const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')

function parsed(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}
