import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import { later } from '../notifications/objective.ts'

export type Numbers = {
  subscribers: number
  /** Of the past 24 hours. */
  alerts: number
  /** Of those, alerts that led to no post. */
  quiet: number
  messages: number
  /** Share of the first attempts that were made in time; null where there were none. */
  inTime: number | null
}

export async function numbersOf(ctx: Context): Promise<Numbers> {
  const dayAgo = new Date(ctx.now().getTime() - 86_400_000)
  const { rows } = await sql<Record<keyof Numbers, string | null>>`
    select
      (select count(*) from subscribers where org_id = ${ctx.org} and state = 'active' and not world) as subscribers,
      (select count(*) from alerts where org_id = ${ctx.org} and received_at > ${dayAgo}) as alerts,
      (select count(*) from alerts where org_id = ${ctx.org} and received_at > ${dayAgo}
        and outcome in ('recorded', 'cancelled', 'ignored', 'absorbed')) as quiet,
      coalesce(sum(count) filter (where state = 'sent'), 0) as messages,
      sum(count) filter (where bucket <= 0)::float / nullif(sum(count) filter (where bucket <> ${later}), 0) as "inTime"
    from delivery_pace where org_id = ${ctx.org} and minute > ${dayAgo}
  `.execute(ctx.db)
  const row = rows[0]!
  return {
    subscribers: Number(row.subscribers),
    alerts: Number(row.alerts),
    quiet: Number(row.quiet),
    messages: Number(row.messages),
    inTime: row.inTime === null ? null : Number(row.inTime),
  }
}
