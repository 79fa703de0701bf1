import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import { type Said, tryHeader } from './said.ts'

/** Acknowledged alerts and arrivals that are not there, and what is there without a cause. */
export async function compareInbox(ctx: Context, said: Said): Promise<string[]> {
  const alerts = await ctx.db.selectFrom('alerts').select(['key', 'state', 'outcome', 'arrival_id']).execute()
  const times = count(alerts.map((alert) => `${alert.key} ${alert.state}`))
  const arrivals = await sql<{ name: string | null; state: string; decided: boolean }>`
    select headers ->> ${tryHeader} as name, state, exists (select 1 from alerts where arrival_id = arrivals.id) as decided
    from arrivals`.execute(ctx.db)
  const understood = count(arrivals.rows.filter((row) => row.state === 'understood').map((row) => row.name ?? ''))
  return [
    ...[...said.alerts]
      .filter((key) => times.get(key) !== 1)
      .map((key) => `alert ${key}: ${times.get(key) ?? 0} times`),
    ...[...times.keys()].filter((key) => !said.alerts.has(key)).map((key) => `alert ${key}: nobody sent it`),
    ...alerts
      .filter((alert) => !alert.outcome || !alert.arrival_id)
      .map(({ key }) => `alert ${key} without an outcome`),
    ...[...said.taken]
      .filter((name) => understood.get(name) !== 1)
      .map((name) => `arrival ${name}: ${understood.get(name) ?? 0} times in the inbox`),
    ...arrivals.rows
      .filter((row) => row.state === 'unreadable' || row.state === 'refused')
      .map((row) => `arrival ${row.name} is ${row.state}`),
  ]
}

export function count<T>(items: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  return counts
}
