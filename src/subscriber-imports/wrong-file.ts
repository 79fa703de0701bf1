import type { Context } from '../lib/context.ts'
import { streamed } from '../web/streamed.ts'
import { findImport, wrongLines } from './find.ts'

/** Every line with problems, as CSV. */
export async function wrongFile(ctx: Context, id: string): Promise<Response> {
  await findImport(ctx, id)
  return streamed(text(ctx, id), { type: 'text/csv; charset=utf-8', name: 'problems.csv' })
}

async function* text(ctx: Context, id: string): AsyncGenerator<string> {
  const { stringify } = await import('csv-stringify/sync')
  yield stringify([['line', 'column', 'expected']])
  for (let after = 0; ; ) {
    const rows = await wrongLines(ctx, id, { after, limit: 1000 })
    const last = rows.at(-1)
    if (!last) return
    yield stringify(
      rows.flatMap(({ line, problems }) => problems.map(({ column, expected }) => [line, column, expected])),
      { escape_formulas: true },
    )
    after = last.line
  }
}
