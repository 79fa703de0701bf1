import { z } from '../lib/zod.ts'
import { instant } from '../web/paging.ts'
import { countsOf, type Import } from './find.ts'

const Counts = z
  .object({
    added: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    leftAlone: z.int().meta({ description: 'Those who left, were refused or erased, or come from a file.' }),
    wrong: z.int().meta({ description: 'Lines that cannot be brought in.' }),
  })
  .openapi('ImportCounts')

export const ImportShape = z
  .object({
    id: z.string(),
    page: z.string(),
    name: z.string(),
    state: z.string().meta({
      description: 'uploading, reading, ready (the dry run is done), running, done, failed or cancelled.',
    }),
    reason: z.string().nullable(),
    vouched: z.boolean(),
    consent: z.string().nullable().meta({ description: 'How those agreed that bring no consent of their own.' }),
    bytes: z.int(),
    lines: z.int(),
    columns: z.object({ read: z.array(z.string()), unused: z.array(z.string()), unknown: z.array(z.string()) }),
    found: Counts.meta({ description: 'What bringing it in would do: the dry run.' }),
    done: Counts.meta({ description: 'What was brought in so far.' }),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('SubscriberImport')

export const WrongLineShape = z
  .object({ line: z.int(), problems: z.array(z.object({ column: z.string(), expected: z.string() })) })
  .openapi('WrongLine')

const Stored = z.object({
  meanings: z.array(z.string().nullable()).default([]),
  names: z.array(z.string()).default([]),
  unused: z.array(z.string()).default([]),
  unknown: z.array(z.string()).default([]),
})

/** The columns of a file, by what was made of them. */
export function columnsRead(value: unknown) {
  const { meanings, names, unused, unknown } = Stored.parse(value)
  return { read: names.filter((_, i) => meanings[i] !== null), unused, unknown }
}

export const importShape = (row: Import): z.input<typeof ImportShape> => ({
  id: row.id,
  page: row.page_id,
  name: row.name,
  state: row.state,
  reason: row.reason,
  vouched: row.vouched,
  consent: row.consent_text,
  bytes: Number(row.bytes),
  lines: row.lines,
  columns: columnsRead(row.columns),
  found: counts(row.found),
  done: counts(row.done),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

const counts = (value: unknown) => {
  const { added = 0, changed = 0, unchanged = 0, left_alone = 0, wrong = 0 } = countsOf(value)
  return { added, changed, unchanged, leftAlone: left_alone, wrong }
}
