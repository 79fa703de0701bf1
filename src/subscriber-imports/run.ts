import { sql } from 'kysely'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { defineJob, enqueue } from '../queue/job.ts'
import { bringIn } from '../subscribers/bring-in.ts'
import { fromJson } from './entry.ts'
import { asActor, countsOf, findImport, type Import, plus } from './find.ts'
import { howOf } from './how.ts'

export const runImportJob = defineJob('run-import', z.object({ import: z.string() }))

const chunk = 500
/** From so many on the database looks at the table anew, so that it finds its way about it at once. */
const worthALook = 5000

/** Brings in what was read. Throws `Conflict` where it is not ready. */
export async function startImport(outer: Context, id: string): Promise<Import> {
  return transaction(outer, async (ctx) => {
    const begun = await move(ctx, id, ['ready'], { state: 'running', actor: JSON.stringify(ctx.actor) })
    if (!begun)
      throw new Conflict(`The file is ${(await findImport(ctx, id)).state}, and can be brought in once it is ready.`)
    await enqueue(ctx, runImportJob, { import: id }, { queue: `import ${id}` })
    return begun
  })
}

/** What was not brought in yet is not any more. What was brought in stays. */
export async function cancelImport(outer: Context, id: string): Promise<Import> {
  return transaction(outer, async (ctx) => {
    const ended = await move(ctx, id, ['reading', 'ready', 'running'], { state: 'cancelled' })
    if (!ended) throw new Conflict(`The file is ${(await findImport(ctx, id)).state}.`)
    await forgetLines(ctx, id)
    await ctx.db.deleteFrom('subscriber_import_parts').where('import_id', '=', id).execute()
    return ended
  })
}

/** The job: chunk after chunk, each whole or not at all. Killed, it goes on where it was. */
export async function runImport(ctx: Context, input: { import: string }): Promise<void> {
  while (await bringInChunk(ctx, input.import));
  const { lines } = await findImport(ctx, input.import)
  if (lines >= worthALook) await sql`analyze subscribers`.execute(ctx.db)
}

async function bringInChunk(outer: Context, id: string): Promise<boolean> {
  return transaction(outer, async (system) => {
    const row = await system.db
      .selectFrom('subscriber_imports')
      .selectAll()
      .where('org_id', '=', system.org)
      .where('id', '=', id)
      .where('state', '=', 'running')
      .forUpdate()
      .executeTakeFirst()
    if (!row) return false
    const ctx: Context = { ...system, actor: asActor(row.actor) }
    const lines = await ctx.db
      .selectFrom('subscriber_import_lines')
      .select(['line', 'entry'])
      .where('import_id', '=', id)
      .where('line', '>', row.cursor)
      .where('entry', 'is not', null)
      .orderBy('line')
      .limit(chunk)
      .execute()
    const brought = await bringIn(
      ctx,
      howOf(row),
      lines.map(({ entry }) => fromJson(entry)),
    )
    const done = plus(
      countsOf(row.done),
      brought.map(({ outcome }) => outcome),
    )
    const last = lines.at(-1)?.line
    if (last !== undefined) {
      await move(ctx, id, ['running'], { cursor: last, done: JSON.stringify(done) })
      return true
    }
    await move(ctx, id, ['running'], { state: 'done' })
    await forgetLines(ctx, id)
    await record(ctx, {
      kind: 'subscribers.imported',
      subject: id,
      page: row.page_id,
      data: { file: row.name, ...done },
    })
    return false
  })
}

/** Those with problems stay to be read. */
const forgetLines = (ctx: Context, id: string) =>
  ctx.db.deleteFrom('subscriber_import_lines').where('import_id', '=', id).where('problems', 'is', null).execute()

const move = (
  ctx: Context,
  id: string,
  from: readonly string[],
  set: { state?: string; actor?: string; cursor?: number; done?: string },
): Promise<Import | undefined> =>
  ctx.db
    .updateTable('subscriber_imports')
    .set({ ...set, updated_at: ctx.now() })
    .where('org_id', '=', ctx.org)
    .where('id', '=', id)
    .where('state', 'in', from)
    .returningAll()
    .executeTakeFirst()
