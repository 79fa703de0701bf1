import type { Actor, Base } from '../lib/context.ts'
import type { Html } from '../lib/html.ts'
import type { ProblemDetails } from './problem.ts'

/** What the router needs from the rest of the program. */
export type Web = {
  readonly base: Base
  /** CIDRs and addresses whose X-Forwarded-For and -Proto are believed. */
  readonly trustedProxies: readonly string[]
  readonly authenticate: Authenticate
  /** How a page says that something went wrong; `path` is what was asked for: readers are led back to their page. */
  readonly errorPage: (problem: ProblemDetails, path: string) => Html
  /** Hears of every answer, by the route's path as it was declared. */
  readonly answered?: (seen: { method: string; path: string; status: number; seconds: number }) => void
}

/** Whose rows, and who acts. */
export type Signed = { readonly org: string; readonly actor: Actor }

/** Who a token or a session's cookie stands for; null where it is unknown, expired or revoked. */
export type Authenticate = {
  readonly token: (base: Base, token: string) => Promise<Signed | null>
  readonly session: (base: Base, cookie: string) => Promise<Signed | null>
}
