import type { Context } from '../lib/context.ts'
import { checkPromises } from '../test/promises.ts'
import { count } from './compare-inbox.ts'
import type { Said } from './said.ts'
import type { Victim } from './stage.ts'

/** Posts and incidents of people: each that was acknowledged once, under the id that was answered. And the model's promises. */
export async function comparePosts(one: Victim, said: Said): Promise<string[]> {
  const promises = await one.look(checkPromises).then(
    () => [],
    (error: Error) => [`a promise is broken: ${error.message}`],
  )
  return [...promises, ...(await one.look((ctx) => compare(ctx, said)))]
}

async function compare(ctx: Context, said: Said): Promise<string[]> {
  const updates = await ctx.db
    .selectFrom('incident_updates')
    .select(['id', 'incident_id', 'number', 'body', 'automatic'])
    .orderBy('number')
    .execute()
  const incidents = await ctx.db.selectFrom('incidents').select(['id', 'title', 'status', 'automatic']).execute()
  const byPeople = updates.filter((update) => !update.automatic)
  const known = new Set([...said.posts.keys(), ...[...said.opened.keys()].map((title) => `${title}: it begins.`)])
  return [
    ...[...said.posts].flatMap(([body, id]) =>
      once(
        `post ${body}`,
        id,
        byPeople.filter((row) => row.body === body),
      ),
    ),
    ...[...said.opened].flatMap(([title, { id, ended }]) => {
      const rows = incidents.filter((row) => row.title === title)
      const isRight = rows.every((row) => (row.status === 'resolved') === ended)
      return [...once(`incident ${title}`, id, rows), ...(isRight ? [] : [`incident ${title} is ${rows[0]?.status}`])]
    }),
    ...byPeople
      .filter((row) => !known.has(row.body))
      .map((row) => `post ${row.body}: nobody was told that it is there`),
    ...[...Map.groupBy(updates, (row) => row.incident_id)]
      .filter(([, rows]) => rows.some((row, i) => row.number !== i + 1))
      .map(([id]) => `incident ${id} has a gap in its posts`),
    ...(await compareLedger(ctx)),
  ]
}

function once(name: string, id: string, rows: readonly { id: string }[]): string[] {
  if (rows.length === 1 && rows[0]?.id === id) return []
  return [`${name}: answered ${id}, found ${rows.map((row) => row.id).join(', ') || 'nothing'}`]
}

/** A component's ledger has one interval for its beginning and one for each change that the spine knows. */
async function compareLedger(ctx: Context): Promise<string[]> {
  const intervals = await ctx.db.selectFrom('status_intervals').select('component_id').execute()
  const changes = await ctx.db
    .selectFrom('events')
    .select('subject_id')
    .where('kind', '=', 'component.status_changed')
    .execute()
  const changed = count(changes.map((row) => row.subject_id))
  return [...count(intervals.map((row) => row.component_id))]
    .filter(([component, times]) => times !== 1 + (changed.get(component) ?? 0))
    .map(([component, times]) => `component ${component}: ${times} intervals, ${changed.get(component) ?? 0} changes`)
}
