import { sql } from 'kysely'
import { componentsOf } from '../components/find.ts'
import { type Context, transaction } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { weigh } from '../subscribers/bring-in.ts'
import type { Entry } from '../subscribers/decide.ts'
import { type Columns, columnsOf } from './columns.ts'
import { toJson } from './entry.ts'
import { type Counts, findImport, type Import, plus } from './find.ts'
import { howOf, usualOf } from './how.ts'
import { type ComponentNames, type InFile, type LineProblem, readLine } from './read-line.ts'
import { recordsOf } from './records.ts'
import { partsOf } from './upload.ts'

const batchSize = 500
/** Lines of one file. */
const mostLines = 1_000_000

type Line = { line: number; entry: Entry | null; problems: LineProblem[] | null }

/**
 * Reads a file and says what bringing it in would do: the dry run. Killed in the middle, it starts again. What is wrong
 * with single lines is kept with them; what is wrong with all of it fails the import.
 */
export async function readImport(ctx: Context, input: { import: string }): Promise<void> {
  const row = await findImport(ctx, input.import)
  if (row.state !== 'reading') return
  await ctx.db.deleteFrom('subscriber_import_lines').where('import_id', '=', row.id).execute()
  try {
    await readAll(ctx, row)
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    const reason = [error.message, ...error.problems.map(({ detail }) => detail)].join(' ')
    await endReading(ctx, row.id, { state: 'failed', reason })
  }
}

async function readAll(ctx: Context, row: Import) {
  const file = {
    names: await namesOf(ctx, row.page_id),
    usual: usualOf(row.vouched),
    hasConsent: row.consent_text !== null,
  } as const
  let columns: Columns | null = null
  let found: Counts = {}
  let [lines, batch]: [number, Line[]] = [0, []]
  const flush = async () => {
    found = plus(found, await stage(ctx, row, batch))
    lines += batch.length
    batch = []
    if (lines > mostLines)
      throw new InvalidInput(`The file has more than ${mostLines.toLocaleString('en-GB')} lines. Bring it in parts.`)
    const counts = { lines, found: JSON.stringify(found), updated_at: ctx.now() }
    const isWanted = await ctx.db
      .updateTable('subscriber_imports')
      .set(counts)
      .where('id', '=', row.id)
      .where('state', '=', 'reading')
      .returning('id')
      .executeTakeFirst()
    return isWanted !== undefined
  }
  for await (const record of recordsOf(partsOf(ctx, row.id))) {
    if (columns === null) {
      columns = headerOf(record)
      continue
    }
    batch.push(lineOf(ctx, columns, record, file))
    if (batch.length === batchSize && !(await flush())) return
  }
  if (columns === null) throw new InvalidInput('The file is empty.')
  if (!(await flush())) return
  await endReading(ctx, row.id, { state: 'ready', columns: JSON.stringify(columns) })
}

function headerOf(record: Awaited<ReturnType<ReturnType<typeof recordsOf>['next']>>['value']): Columns {
  const columns = 'cells' in record ? columnsOf(record.cells) : null
  const isUsable = columns?.meanings.some((meaning) => meaning === 'email' || meaning?.startsWith('target.'))
  if (columns && isUsable) return columns
  throw new InvalidInput(
    'The first line has to name the columns, "email" among them, or "channel" with the fields of its destination.',
  )
}

function lineOf(ctx: Context, columns: Columns, record: unknown, file: InFile): Line {
  const { line, cells, wrong } = record as { line: number; cells?: string[]; wrong?: string }
  if (!cells) return { line, entry: null, problems: [{ column: '', expected: wrong ?? '' }] }
  const read = readLine(ctx, columns, cells, file)
  return 'entry' in read ? { line, entry: read.entry, problems: null } : { line, entry: null, problems: read.problems }
}

/** Keeps what was read; answers what would become of it. A destination counts once, in its first line. */
async function stage(ctx: Context, row: Import, batch: readonly Line[]): Promise<string[]> {
  return transaction(ctx, async (ctx) => {
    const good = batch.filter(({ entry }) => entry !== null)
    const { rows } = await sql<{ line: number }>`
      insert into subscriber_import_lines (import_id, line, entry, address_hash)
      select ${row.id}, * from unnest(${good.map(({ line }) => line)}::integer[],
        ${good.map(({ entry }) => JSON.stringify(toJson(entry!)))}::jsonb[],
        ${good.map(({ entry }) => entry!.destination.address_hash)}::bytea[])
      on conflict do nothing returning line`.execute(ctx.db)
    const kept = new Set(rows.map(({ line }) => line))
    const again = good.filter(({ line }) => !kept.has(line)).map(({ line }) => ({ line, problems: twice }))
    const wrong = [...batch.filter(({ problems }) => problems !== null), ...again]
    await sql`
      insert into subscriber_import_lines (import_id, line, problems)
      select ${row.id}, * from unnest(${wrong.map(({ line }) => line)}::integer[],
        ${wrong.map(({ problems }) => JSON.stringify(problems))}::jsonb[]) on conflict do nothing`.execute(ctx.db)
    const entries = good.filter(({ line }) => kept.has(line)).map(({ entry }) => entry!)
    const weighed = await weigh(ctx, howOf(row), entries)
    return [...weighed.map(({ outcome }) => outcome), ...wrong.map(() => 'wrong')]
  })
}

const twice: LineProblem[] = [{ column: '', expected: 'expected each destination once; an earlier line has it' }]

/** The file itself is not needed any more. */
async function endReading(ctx: Context, id: string, set: { state: string; reason?: string; columns?: string }) {
  await transaction(ctx, async (ctx) => {
    await ctx.db
      .updateTable('subscriber_imports')
      .set({ ...set, updated_at: ctx.now() })
      .where('id', '=', id)
      .where('state', '=', 'reading')
      .execute()
    await ctx.db.deleteFrom('subscriber_import_parts').where('import_id', '=', id).execute()
  })
}

/** By id and key; by name where no other component has it. */
async function namesOf(ctx: Context, page: string): Promise<ComponentNames> {
  const rows = await componentsOf(ctx, page)
  const byName = Map.groupBy(rows, ({ name }) => name.toLowerCase())
  return new Map([
    ...[...byName].flatMap(([name, [one, ...more]]) => (one && more.length === 0 ? [[name, one.id] as const] : [])),
    ...rows.map(({ id, key }) => [key.toLowerCase(), id] as const),
    ...rows.map(({ id }) => [id, id] as const),
  ])
}
