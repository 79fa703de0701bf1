import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'

export type Numbers = {
  subscribers: number
  /** Of the past 24 hours. */
  alerts: number
  /** Of those, alerts that led to no post. */
  quiet: number
  mails: number
}

export async function numbersOf(ctx: Context): Promise<Numbers> {
  const dayAgo = new Date(ctx.now().getTime() - 86_400_000)
  const { rows } = await sql<Record<keyof Numbers, string>>`
    select
      (select count(*) from subscribers where org_id = ${ctx.org} and state = 'active' and not world) as subscribers,
      (select count(*) from alerts where org_id = ${ctx.org} and received_at > ${dayAgo}) as alerts,
      (select count(*) from alerts where org_id = ${ctx.org} and received_at > ${dayAgo}
        and outcome in ('recorded', 'cancelled', 'ignored', 'absorbed')) as quiet,
      (select count(*) from deliveries where org_id = ${ctx.org} and state = 'sent' and sent_at > ${dayAgo}) as mails
  `.execute(ctx.db)
  const row = rows[0]!
  return {
    subscribers: Number(row.subscribers),
    alerts: Number(row.alerts),
    quiet: Number(row.quiet),
    mails: Number(row.mails),
  }
}
