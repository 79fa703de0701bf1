import type { Context } from '../lib/context.ts'
import type { Permission } from './permission.ts'
import { megabyte, readBody } from './read-body.ts'
import type { PathParams, RequestFacts } from './request.ts'
import type { Method } from './route.ts'

/** A route that reads bytes and writes its own answer: hooks, streams, probes. Errors become problem+json. */
export type RawRoute = {
  readonly kind: 'raw'
  readonly method: Method
  readonly path: string
  readonly permission: Permission
  readonly summary: string
  readonly call: (ctx: Context, input: { params: Record<string, string>; request: RawRequest }) => Promise<Response>
}

export type RawRequest = RequestFacts & {
  /** The request as it came; `body` reads it with a limit. */
  readonly raw: Request
  /** The whole body in bytes, 1 MB at most unless the limit says otherwise. Throws TooLarge. */
  readonly body: (limit?: number) => Promise<Buffer>
}

/** Declares a raw route. In a public one `ctx.org` is empty, and the Authorization header is the route's own matter. */
export function defineRaw<const Path extends string>(route: {
  method: Method
  path: Path
  permission: Permission
  summary: string
  run: (ctx: Context, input: { params: PathParams<Path>; request: RawRequest }) => Promise<Response>
}): RawRoute {
  const { method, path, permission, summary } = route
  return {
    kind: 'raw',
    method,
    path,
    permission,
    summary,
    call: (ctx, { params, request }) => route.run(ctx, { params: params as PathParams<Path>, request }),
  }
}

export const rawRequest = (facts: RequestFacts, raw: Request): RawRequest => ({
  ...facts,
  raw,
  body: (limit = megabyte) => readBody(raw, limit),
})
