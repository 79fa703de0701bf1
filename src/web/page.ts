import type { Context } from '../lib/context.ts'
import type { Problem } from '../lib/errors.ts'
import type { Html } from '../lib/html.ts'
import { z } from '../lib/zod.ts'
import type { Cookie } from './cookies.ts'
import type { Flash } from './flash.ts'
import { parsed } from './parse.ts'
import type { Permission } from './permission.ts'
import type { PathParams, RequestFacts } from './request.ts'

/** Sends the browser elsewhere, with a message for the page it sees next, or cookies. */
export type Redirect = { readonly to: string; readonly flash?: Flash; readonly cookies?: readonly Cookie[] }

/** A path means: go there. */
export type Answer = Html | string | Redirect

type Shared = {
  readonly path: string
  readonly permission: Permission
  /** The address holds a secret: it must not leave in a Referer. */
  readonly secretLink: boolean
}

export type Page = Shared & {
  readonly kind: 'page'
  readonly method: 'GET'
  readonly call: (ctx: Context, input: PageInput) => Promise<Answer>
}

export type Form = Shared & {
  readonly kind: 'form'
  readonly method: 'POST'
  readonly from: FormOrigin
  /** It takes files: the largest body in bytes. Null: files are refused. */
  readonly takesFiles: number | null
  readonly call: (ctx: Context, input: FormInput) => Promise<Answer>
  /** Shows the form again, with what was typed and what is wrong. */
  readonly invalid: ((ctx: Context, input: FormInput, problems: Problem[]) => Promise<Html>) | null
}

/**
 * Where a form may be sent from. `own`: our own pages alone. `link`: pages whose address is the proof; they send no
 * Referer, so browsers send `Origin: null`. `anywhere`: no page at all (RFC 8058's one click).
 */
export type FormOrigin = 'own' | 'link' | 'anywhere'

export type PageInput = {
  params: Record<string, string>
  query: Record<string, string>
  request: RequestFacts
  /** What the form before this page had to say. */
  flash: Flash | null
}

/** A field that was given several times is a list. */
export type Values = Readonly<Record<string, string | readonly string[]>>

export type FormInput = {
  params: Record<string, string>
  values: Values
  files: readonly SentFile[]
  request: RequestFacts
}

/** A file of a form. Its name is whatever the sender called it. */
export type SentFile = { readonly field: string; readonly called: string; readonly bytes: Buffer }

/** Declares a page for people who are signed in, or for everyone where it is public. */
export function definePage<
  const Path extends string,
  Query extends z.ZodType = z.ZodObject<Record<never, never>>,
>(page: {
  method: 'GET'
  path: Path
  permission: Permission
  /** Unlike the API's, a page's query may hold other names. */
  query?: Query
  secretLink?: boolean
  view: (
    ctx: Context,
    input: Omit<PageInput, 'params' | 'query'> & { params: PathParams<Path>; query: z.output<Query> },
  ) => Html | Redirect | Promise<Html | Redirect>
}): Page {
  const { method, path, permission, secretLink = false } = page
  const query = page.query ?? z.object({})
  const call = async (ctx: Context, input: PageInput) =>
    page.view(ctx, {
      ...input,
      params: input.params as PathParams<Path>,
      query: parsed(query, input.query) as z.output<Query>,
    })
  return { kind: 'page', method, path, permission, secretLink, call }
}

/**
 * Declares what a form does. Where `run` or the schema finds the input wrong, `invalid` shows the form again (422, or
 * 409 and 429 where that is the trouble); pointers are `/<field>`, or empty where no field is to blame.
 */
export function defineForm<const Path extends string, Fields extends z.ZodType>(form: {
  method: 'POST'
  path: Path
  permission: Permission
  input: Fields
  secretLink?: boolean
  from?: FormOrigin
  /** Takes files; the largest body in bytes. */
  takesFiles?: number
  run: (
    ctx: Context,
    input: {
      params: PathParams<Path>
      fields: z.output<Fields>
      files: readonly SentFile[]
      request: RequestFacts
    },
  ) => Answer | Promise<Answer>
  invalid?: (
    ctx: Context,
    input: { params: PathParams<Path>; values: Values; request: RequestFacts },
    problems: Problem[],
  ) => Html | Promise<Html>
}): Form {
  const { method, path, permission, secretLink = false, takesFiles = null, invalid } = form
  const from = form.from ?? (secretLink ? 'link' : 'own')
  const call = async (ctx: Context, input: FormInput) =>
    form.run(ctx, { ...input, params: input.params as PathParams<Path>, fields: parsed(form.input, input.values) })
  const again = invalid
    ? async (ctx: Context, input: FormInput, problems: Problem[]) =>
        invalid(ctx, { ...input, params: input.params as PathParams<Path> }, problems)
    : null
  return { kind: 'form', method, path, permission, secretLink, from, takesFiles, call, invalid: again }
}
