import type { ClientBase } from 'pg'

/** A table as a backup holds it. `refersToItself`: its rows must be restored together. */
export type Table = { name: string; columns: string[]; refersToItself: boolean }

/**
 * What a backup leaves out: who runs now, who tried how often, and who is signed in, since a session that was ended must
 * stay ended.
 */
const leftOut = [
  'upfront_migrations',
  'processes',
  'publishing_places',
  'published_versions',
  'worker_beat',
  'limits',
  'sessions',
  'access_links',
  'access_flows',
  'access_assertions',
  'access_ended',
]

/** Every table of ours, each after those that it refers to. */
export async function tablesInOrder(client: ClientBase): Promise<Table[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `select table_name as name, array_agg(column_name::text order by ordinal_position) as columns
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema = 'public' and table_type = 'BASE TABLE' and not table_name = any($1)
     group by table_name order by table_name`,
    [leftOut],
  )
  const references = await client.query<{ from: string; to: string }>(
    `select conrelid::regclass::text as from, confrelid::regclass::text as to from pg_constraint where contype = 'f'`,
  )
  const refers = (from: string) => references.rows.filter((row) => row.from === from).map((row) => row.to)
  const tables = rows.map((row) => ({ ...row, refersToItself: refers(row.name).includes(row.name) }))
  return sortByReferences(tables, refers)
}

function sortByReferences(tables: Table[], refers: (from: string) => string[]): Table[] {
  const sorted: Table[] = []
  let left = tables
  while (left.length > 0) {
    const ready = left.filter((table) =>
      refers(table.name).every((to) => to === table.name || !left.some((t) => t.name === to)),
    )
    if (ready.length === 0)
      throw new Error(`tables refer to each other in a circle: ${left.map((t) => t.name).join(', ')}`)
    sorted.push(...ready)
    left = left.filter((table) => !ready.includes(table))
  }
  return sorted
}

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
