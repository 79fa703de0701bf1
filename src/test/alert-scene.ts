import { receiveAlert } from '../alerts/receive.ts'
import type { Context } from '../lib/context.ts'
import { acme, addRule, alertOf, type RuleOptions } from './acme.ts'
import { testContext } from './context.ts'
import type { TestDatabase } from './database.ts'

/** The Acme page with one source and one rule on API · US, and a way to send that source's alerts. */
export async function setScene(database: TestDatabase, options: RuleOptions) {
  const { ctx, clock } = await testContext(database, {
    seed: JSON.stringify([options, Math.trunc(process.uptime() * 1e6)]),
  })
  const place = await acme(ctx)
  const rule = await addRule(ctx, place.page, { component: place.us, ...options })
  const send = (key: string, state: 'firing' | 'resolved', more = {}) =>
    receiveAlert(ctx, place.source, null, alertOf(key, state, more))
  return { ctx, clock, ...place, rule, send }
}

export const statusOf = async (ctx: Context, id: string) =>
  (await ctx.db.selectFrom('components').select('status').where('id', '=', id).executeTakeFirstOrThrow()).status
export const updatesOf = (ctx: Context, incident: string) =>
  ctx.db
    .selectFrom('incident_updates')
    .select(['status', 'body'])
    .where('incident_id', '=', incident)
    .orderBy('number')
    .execute()
export const drafts = (ctx: Context) =>
  ctx.db.selectFrom('drafts').selectAll().where('org_id', '=', ctx.org).orderBy('created_at').execute()
export const incidents = (ctx: Context) =>
  ctx.db.selectFrom('incidents').selectAll().where('org_id', '=', ctx.org).orderBy('created_at').execute()
