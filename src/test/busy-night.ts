import { receiveAlert } from '../alerts/receive.ts'
import { correctUpdate, withdrawUpdate } from '../incidents/correct-update.ts'
import { openIncident } from '../incidents/open.ts'
import { postUpdate } from '../incidents/post-update.ts'
import type { Context } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { scheduleMaintenance } from '../maintenances/schedule.ts'
import { acme, addRule, alertOf } from './acme.ts'
import type { Clock } from './clock.ts'

const minute = 60_000

/** The Acme page at a time when much happens: two open incidents, two drafts that wait, work planned, a silent source. */
export async function busyNight(ctx: Context, clock: Clock) {
  const place = await acme(ctx)
  await addFollowers(ctx, place.page, place.us)
  const ended = await openIncident(ctx, {
    page: place.page,
    title: 'Sign-in did not work for some people',
    status: 'investigating',
    body: 'Some people could not sign in to the web app. Those who were signed in already noticed nothing.',
    components: { web: 'partial_outage' },
  })
  clock.advance(48 * minute)
  await postUpdate(ctx, ended.id, { status: 'resolved', body: 'Everyone can sign in again.' })
  clock.advance(600 * minute)
  const api = await openIncident(ctx, {
    page: place.page,
    title: 'Slower responses from API · US',
    status: 'investigating',
    body: 'Requests to API · US are slower than usual. They still complete, and your data is safe.\n\nWe are looking into it.',
    components: { 'api-us': 'degraded_performance' },
    nextUpdateAt: new Date(clock.now().getTime() + 30 * minute),
  })
  clock.advance(9 * minute)
  const mistaken = await postUpdate(ctx, api.id, {
    status: 'identified',
    body: 'A provider of ours has a problem in Ohio.',
  })
  await withdrawUpdate(ctx, api.id, mistaken.id, { reason: 'It was not the provider after all.', notify: false })
  clock.advance(4 * minute)
  const known = await postUpdate(ctx, api.id, {
    status: 'identified',
    body: 'A change of this morning made some queries slow. We are taking it back, which takes about ten minutes.',
    nextUpdateAt: new Date(clock.now().getTime() + 15 * minute),
  })
  clock.advance(minute)
  const body =
    'A change of this morning made some queries slow. We are taking it back, which takes about twenty minutes.'
  await correctUpdate(ctx, api.id, known.id, { body, notify: false })
  const payments = await openIncident(ctx, {
    page: place.page,
    title: 'Card payments fail for some customers',
    status: 'investigating',
    body: 'Some card payments are refused. **No money is taken** when that happens, and trying again is safe.',
    components: { payments: 'partial_outage' },
    nextUpdateAt: new Date(clock.now().getTime() + 8 * minute),
  })
  const held = { component: place.eu, mode: 'hold', holdFor: 900, match: { title: 'Latency*' } } as const
  const latencyRule = await addRule(ctx, place.page, { ...held, nextUpdateEvery: 1800 })
  const asks = { component: place.web, mode: 'approve', match: { title: 'Errors*' }, status: 'major_outage' } as const
  const errorsRule = await addRule(ctx, place.page, { ...asks, position: 1, nextUpdateEvery: 3600 })
  await rename(ctx, latencyRule, 'API latency, Europe')
  await rename(ctx, errorsRule, 'Errors in the web app')
  await receiveAlert(ctx, place.source, null, alertOf('errors', 'firing', { title: 'Errors above 5 % in the web app' }))
  clock.advance(6 * minute)
  const latency = { title: 'Latency of Europe above 2 s', url: 'https://monitor.example/latency' }
  await receiveAlert(ctx, place.source, null, alertOf('latency', 'firing', latency))
  clock.advance(5 * minute)
  await planned(ctx, place.page, clock)
  await ctx.db.updateTable('sources').set({ silent_since: clock.now() }).where('id', '=', place.source.id).execute()
  return { ...place, incident: api.id, post: known.id, payments: payments.id, ended: ended.id }
}

const rename = (ctx: Context, rule: string, name: string) =>
  ctx.db.updateTable('rules').set({ name }).where('id', '=', rule).execute()

const planned = (ctx: Context, page: string, clock: Clock) =>
  scheduleMaintenance(ctx, {
    page,
    title: 'New database servers for card payments',
    body: 'We move card payments to new servers. Payments may take a few seconds longer.',
    scheduledFor: new Date(clock.now().getTime() + 90 * minute).toISOString(),
    scheduledUntil: new Date(clock.now().getTime() + 150 * minute).toISOString(),
    components: ['payments'],
    notify: true,
  })

/** 1,204 people, of whom 204 follow one component alone. */
async function addFollowers(ctx: Context, page: string, component: string) {
  const at = ctx.now()
  const rows = Array.from({ length: 1204 }, (_, i) => ({
    id: newId(ctx),
    org_id: ctx.org,
    page_id: page,
    email: `reader${i}@customer.example`,
    address_hash: ctx.random(32),
    mailbox_hash: ctx.random(32),
    state: 'active',
    all_components: i >= 204,
    created_at: at,
    updated_at: at,
  }))
  await ctx.db.insertInto('subscribers').values(rows).execute()
  const some = rows.slice(0, 204).map(({ id }) => ({ subscriber_id: id, component_id: component }))
  await ctx.db.insertInto('subscriber_components').values(some).execute()
}
