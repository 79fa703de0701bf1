import type { Selectable } from 'kysely'
import type { SubscriberImports } from '../db/schema.ts'
import type { Actor, Context } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { type Cursor, olderThan } from '../web/paging.ts'
import type { LineProblem } from './read-line.ts'

export type Import = Selectable<SubscriberImports>

const Counts = z.record(z.string(), z.number())

/** Numbers of lines by outcome: added, changed, unchanged, left_alone, wrong. */
export type Counts = z.output<typeof Counts>

export const countsOf = (value: unknown): Counts => Counts.parse(value)

export const plus = (counts: Counts, outcomes: readonly string[]): Counts => {
  const sum = { ...counts }
  for (const outcome of outcomes) sum[outcome] = (sum[outcome] ?? 0) + 1
  return sum
}

export async function findImport(ctx: Context, id: string): Promise<Import> {
  const row = await ctx.db
    .selectFrom('subscriber_imports')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound('import')
  return row
}

/** Newest first, one more than `limit`. */
export const listImports = (ctx: Context, { limit, cursor }: { limit: number; cursor?: Cursor | undefined }) =>
  ctx.db
    .selectFrom('subscriber_imports')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where(olderThan(cursor))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()

export type WrongLine = { line: number; problems: LineProblem[] }

const Problems = z.array(z.object({ column: z.string(), expected: z.string() }))

/** Lines with problems, in their order, from the one after `after`. */
export async function wrongLines(ctx: Context, id: string, { after, limit }: { after: number; limit: number }) {
  const rows = await ctx.db
    .selectFrom('subscriber_import_lines')
    .select(['line', 'problems'])
    .where('import_id', '=', id)
    .where('problems', 'is not', null)
    .where('line', '>', after)
    .orderBy('line')
    .limit(limit)
    .execute()
  return rows.map(({ line, problems }): WrongLine => ({ line, problems: Problems.parse(problems) }))
}

const Stored = z.object({
  kind: z.enum(['user', 'token', 'file', 'system']),
  id: z.string().optional(),
  name: z.string(),
  role: z.enum(['viewer', 'editor', 'admin', 'owner']).optional(),
})

/** In whose name a job goes on. */
export function asActor(value: unknown): Actor {
  const { kind, id, name, role } = Stored.parse(value)
  if ((kind === 'user' || kind === 'token') && id !== undefined && role !== undefined) return { kind, id, name, role }
  return { kind: 'system', name }
}
