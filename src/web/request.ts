import type { Context as HonoContext } from 'hono'
import { getCookie } from 'hono/cookie'
import type { Context } from '../lib/context.ts'
import type { Client } from './client-address.ts'

/** What a route may know of the request beside its parsed input. */
export type RequestFacts = {
  /** Stands in the log and in the answer to a failure. */
  readonly id: string
  readonly method: string
  readonly path: string
  /** Host header in lower case, with the port. */
  readonly host: string
  /** The client's address, through the proxies we trust. */
  readonly ip: string
  /** What the browser was asked for by, where a trusted proxy says it; null: nobody can tell. */
  readonly scheme: Client['scheme']
  readonly userAgent: string | null
  readonly header: (name: string) => string | null
  readonly cookie: (name: string) => string | null
}

export function requestFacts(c: HonoContext, client: Client, ctx: Pick<Context, 'random'>): RequestFacts {
  return {
    id: ctx.random(9).toString('base64url'),
    method: c.req.method,
    path: c.req.path,
    host: (c.req.header('host') ?? '').toLowerCase(),
    ip: client.address,
    scheme: client.scheme,
    userAgent: c.req.header('user-agent')?.slice(0, 400) ?? null,
    header: (name) => c.req.header(name) ?? null,
    cookie: (name) => getCookie(c, name) ?? null,
  }
}

/** The values of `{name}` in a path, by name. */
export type PathParams<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { readonly [K in Name]: string } & PathParams<Rest>
  : object
