import { type Base, type Context, transaction } from '../lib/context.ts'
import { newSecret } from '../lib/id.ts'
import { digest, seal, unseal } from '../lib/seal.ts'
import { z } from '../lib/zod.ts'
import { Statement } from './statement.ts'

/** What is kept while a reader is at their identity provider. */
const Facts = z.object({
  next: z.string(),
  /** An operator tries the connection: nobody is signed in, and what came back is shown. */
  test: z.boolean().default(false),
  /** OpenID Connect. */
  state: z.string().optional(),
  nonce: z.string().optional(),
  verifier: z.string().optional(),
  /** What a SAML answer said, until the reader's own browser fetches the end. */
  found: Statement.optional(),
  /** A colleague from the console. */
  staff: z.object({ id: z.string(), name: z.string() }).optional(),
})
export type Facts = z.infer<typeof Facts>

export const flowMinutes = 10

export type Flow = { connection: string; facts: Facts }

/** Begins one; the secret goes into the reader's browser, so that nobody else can end it. */
export async function beginFlow(
  ctx: Context,
  input: { page: string; connection: string; facts: Facts; requestId?: string; minutes?: number },
): Promise<string> {
  const secret = newSecret(ctx)
  await ctx.db
    .insertInto('access_flows')
    .values({
      id_hash: digest(secret),
      org_id: ctx.org,
      page_id: input.page,
      connection: input.connection,
      facts_sealed: sealed(ctx, input.facts),
      request_id: input.requestId ?? null,
      created_at: ctx.now(),
      expires_at: new Date(ctx.now().getTime() + (input.minutes ?? flowMinutes) * 60_000),
    })
    .execute()
  return secret
}

/** The flow of this browser, once; null where it was used, is too old, of another page, or none. */
export async function takeFlow(ctx: Context, page: string, secret: string | null): Promise<Flow | null> {
  if (secret === null) return null
  const row = await ctx.db
    .updateTable('access_flows')
    .set({ used_at: ctx.now() })
    .where('id_hash', '=', digest(secret))
    .where('page_id', '=', page)
    .where('used_at', 'is', null)
    .where('expires_at', '>', ctx.now())
    .returning(['connection', 'facts_sealed'])
    .executeTakeFirst()
  return row ? opened(ctx, row) : null
}

/** The same without using it up. */
export async function readFlow(ctx: Context, page: string, secret: string): Promise<Flow | null> {
  const row = await ctx.db
    .selectFrom('access_flows')
    .select(['connection', 'facts_sealed'])
    .where('id_hash', '=', digest(secret))
    .where('page_id', '=', page)
    .where('used_at', 'is', null)
    .where('expires_at', '>', ctx.now())
    .executeTakeFirst()
  return row ? opened(ctx, row) : null
}

/** The flow that a SAML request began, by the request's id; once. Its browser ends it with `takeFlow`. */
export async function answerFlow(
  outer: Context,
  input: { page: string; connection: string; requestId: string },
  found: Statement,
): Promise<boolean> {
  return transaction(outer, async (ctx) => {
    const row = await ctx.db
      .updateTable('access_flows')
      .set({ request_id: null })
      .where('request_id', '=', input.requestId)
      .where('page_id', '=', input.page)
      .where('connection', '=', input.connection)
      .where('used_at', 'is', null)
      .where('expires_at', '>', ctx.now())
      .returning(['id_hash', 'connection', 'facts_sealed'])
      .executeTakeFirst()
    if (!row) return false
    const { facts } = opened(ctx, row)
    await ctx.db
      .updateTable('access_flows')
      .set({ facts_sealed: sealed(ctx, { ...facts, found }) })
      .where('id_hash', '=', row.id_hash)
      .execute()
    return true
  })
}

const sealed = (ctx: Context, facts: Facts) => seal(ctx.settings.secret, ctx.random, JSON.stringify(facts))

const opened = ({ settings }: Pick<Base, 'settings'>, row: { connection: string; facts_sealed: Buffer }): Flow => ({
  connection: row.connection,
  facts: Facts.parse(JSON.parse(unseal(settings.secret, row.facts_sealed))),
})
