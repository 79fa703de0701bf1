import { type RawBuilder, sql } from 'kysely'
import { InvalidInput } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'

/** A moment as the API writes it: RFC 3339 in UTC. */
export const instant = z.date().openapi({ type: 'string', format: 'date-time' })

/** Where a page of a list ended: lists are newest first, by creation, then by id. */
export type Cursor = { readonly at: Date; readonly id: string }

const encode = ({ at, id }: Cursor) => Buffer.from(`${at.toISOString()} ${id}`).toString('base64url')

const cursor = z
  .string()
  .max(200)
  .transform((text, check): Cursor => {
    const [time = '', id = '', ...rest] = Buffer.from(text, 'base64url').toString().split(' ')
    const at = new Date(time)
    if (rest.length === 0 && /^\w{1,40}$/.test(id) && !Number.isNaN(at.getTime()) && encode({ at, id }) === text)
      return { at, id }
    check.addIssue({ code: 'custom', message: 'expected the nextCursor of an earlier answer' })
    return z.NEVER
  })

/** As many as there may be: most callers get what there is in one answer. */
const usual = 100

const limit = z
  .string()
  .regex(/^\d{1,3}$/, 'expected a number from 1 to 100')
  .transform(Number)
  .pipe(z.number().min(1, 'expected 1 or more').max(100, 'expected 100 or less'))
  .default(usual)
  .openapi({ type: 'integer', minimum: 1, maximum: 100, default: usual })

/** The query of a list: `limit` and `cursor`, and the filters that the route names. */
export const listQuery = <Filters extends z.core.$ZodLooseShape = Record<never, never>>(filters?: Filters) =>
  z.strictObject({
    limit,
    cursor: cursor.optional().openapi({ type: 'string', description: 'The nextCursor of the answer before.' }),
    ...(filters ?? ({} as Filters)),
  })

/** What a list answers. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })

/** One page of a list out of `limit + 1` rows: the one too many says that there is more. */
export function page<Row>(rows: readonly Row[], limit: number, cursorOf: (row: Row) => Cursor) {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last ? encode(cursorOf(last)) : null }
}

/** One page of a list that is read whole, in whatever order it has. */
export function pageOfAll<Row>(
  rows: readonly Row[],
  { limit, cursor }: { limit: number; cursor?: Cursor | undefined },
  cursorOf: (row: Row) => Cursor,
) {
  const last = cursor ? rows.findIndex((row) => cursorOf(row).id === cursor.id) : -1
  if (cursor && last < 0)
    throw new InvalidInput('What the cursor stood at is gone.', [
      { pointer: '/cursor', detail: 'expected the nextCursor of an earlier answer; begin the list again' },
    ])
  return page(rows.slice(last + 1, last + 2 + limit), limit, cursorOf)
}

/** The condition for what comes after the cursor; true without one. `table` where a join makes the columns ambiguous. */
export function olderThan(cursor: Cursor | undefined, table?: string): RawBuilder<boolean> {
  if (!cursor) return sql<boolean>`true`
  const column = (name: string) => sql.ref(table ? `${table}.${name}` : name)
  return sql<boolean>`(${column('created_at')}, ${column('id')}) < (${cursor.at}::timestamptz, ${cursor.id})`
}
