import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import type { Form, Page } from './page.ts'
import { parsed } from './parse.ts'
import type { Permission } from './permission.ts'
import type { RawRoute } from './raw-route.ts'
import type { PathParams, RequestFacts } from './request.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Everything that can be put on the server: see `mount`. */
export type AnyRoute = Route | Page | Form | RawRoute

/** A route of /api/v1, whole: what it takes, what it answers, who may call it. */
export type Route = RouteFacts & {
  readonly kind: 'api'
  readonly query: z.ZodObject | null
  readonly body: z.ZodType | null
  readonly response: z.ZodType | null
  /** Parses what came, runs the route and checks what it answers. */
  readonly call: (ctx: Context, raw: RawInput) => Promise<unknown>
}

export type RouteFacts = {
  readonly method: Method
  /** With `{name}` for what varies: `/api/v1/incidents/{id}/updates`. */
  readonly path: string
  readonly permission: Permission
  readonly summary: string
  readonly description: string | null
  readonly tags: readonly string[]
  readonly status: 200 | 201 | 202 | 204
  /** It takes thousands of things in one call: its body may be larger than others. */
  readonly takesMany: boolean
}

export type RawInput = {
  params: Record<string, string>
  query: Record<string, string>
  body: unknown
  request: RequestFacts
}

type Declaration<Path extends string, Query extends z.ZodObject, Body extends z.ZodType, Answer extends z.ZodType> = {
  method: Method
  path: Path
  permission: Permission
  summary: string
  description?: string
  tags?: readonly string[]
  takesMany?: boolean
  /** Query names; any other is refused. Lists use `listQuery`. */
  query?: Query
  /** Make it a strictObject, so that unknown fields are refused. */
  body?: Body
  /** What is answered; whatever it does not name is left out. Absent: 204. */
  response?: Answer
  /** 200 when absent, 204 without a response. */
  status?: 200 | 201 | 202
  run: (ctx: Context, input: Input<Path, Query, Body>) => Promise<z.input<Answer>>
}

/** What a route takes that declares no body: none, or the empty object that some clients always send. */
const nothing = z.strictObject({}).nullish()

type Input<Path extends string, Query extends z.ZodType, Body extends z.ZodType> = {
  params: PathParams<Path>
  query: z.output<Query>
  body: z.output<Body>
  request: RequestFacts
}

/**
 * Declares a route of the API. In a public route `ctx.org` is empty, so that it reaches no rows: the route finds whose
 * rows it works on and says so.
 */
export function defineRoute<
  const Path extends string,
  Query extends z.ZodObject = z.ZodObject<Record<never, never>>,
  Body extends z.ZodType = z.ZodUndefined,
  Answer extends z.ZodType = z.ZodVoid,
>(route: Declaration<Path, Query, Body, Answer>): Route {
  const { method, path, permission, summary, description = null, tags = [], takesMany = false } = route
  const query = route.query?.strict() ?? z.strictObject({})
  const { body = null, response = null } = route
  const status = response ? (route.status ?? 200) : 204
  const call = async (ctx: Context, raw: RawInput) => {
    const answer = await route.run(ctx, {
      params: raw.params as PathParams<Path>,
      query: parsed(query, raw.query) as z.output<Query>,
      body: parsed(route.body ?? nothing, raw.body) as z.output<Body>,
      request: raw.request,
    })
    return response ? response.parse(answer) : undefined
  }
  const facts = { method, path, permission, summary, description, tags, takesMany }
  return { kind: 'api', ...facts, status, query, body, response, call }
}
