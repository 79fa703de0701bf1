import { sourcesOf } from '../hooks/find.ts'
import { z } from '../lib/zod.ts'
import { consoleClock } from '../web/console/clock.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { consoleQuery, oneOf } from '../web/console/list-query.ts'
import { defineForm, definePage } from '../web/page.ts'
import { page } from '../web/paging.ts'
import { mayCall } from '../web/permission.ts'
import type { AnyRoute } from '../web/route.ts'
import { inbox } from './inbox.ts'
import { findAlert, findArrival, listAlerts } from './list.ts'
import { replayArrival } from './replay.ts'
import { alertList, inboxList } from './view.ts'
import { alertPage, arrivalHead, arrivalPage } from './view-one.ts'
import { alertState, alertStates, arrivalStates, outcomeNames } from './words.ts'

const up = { name: 'Alert inbox', path: '/console/inbox' }
const some = z.string().max(200).optional()

export const alertPages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path: '/console/inbox',
    permission: 'viewer',
    query: consoleQuery({ state: oneOf(arrivalStates), source: some }),
    view: async (ctx, { query, flash }) => {
      const [rows, sources, clock] = await Promise.all([inbox(ctx, query), sourcesOf(ctx), consoleClock(ctx)])
      const { items, nextCursor } = page(rows, query.limit, ({ receivedAt, id }) => ({ at: receivedAt, id }))
      const { q, state, source, page: chosen } = query
      return consoleLayout(ctx, {
        title: 'Alert inbox',
        active: 'inbox',
        lede: 'Everything that arrived with a good token, as it came, and what became of it.',
        page: chosen,
        flash,
        body: inboxList({ rows: items, nextCursor, query: { q, state, source, page: chosen }, clock, sources }),
      })
    },
  }),
  definePage({
    method: 'GET',
    path: '/console/inbox/{id}',
    permission: 'viewer',
    view: async (ctx, { params, flash }) => {
      const arrival = await findArrival(ctx, params.id)
      const alerts = await listAlerts(ctx, { limit: 500, arrival: arrival.id })
      const mayRead = mayCall(ctx.actor, 'editor')
      return consoleLayout(ctx, {
        title: alerts.at(-1)?.title ?? `From ${arrival.source_name}`,
        active: 'inbox',
        up,
        state: arrivalHead(arrival),
        flash,
        body: arrivalPage({
          arrival,
          alerts,
          clock: await consoleClock(ctx),
          mayRead,
          mayReplay: mayRead,
          mayAdd: mayRead,
        }),
      })
    },
  }),
  defineForm({
    method: 'POST',
    path: '/console/inbox/{id}/replay',
    permission: 'editor',
    input: z.object({}),
    run: async (ctx, { params }) => {
      const arrived = await replayArrival(ctx, params.id)
      return { to: `/console/inbox/${params.id}`, flash: replayed(arrived) }
    },
  }),
  definePage({
    method: 'GET',
    path: '/console/alerts',
    permission: 'viewer',
    query: consoleQuery({ state: oneOf(alertStates), outcome: oneOf(outcomeNames), source: some, rule: some }),
    view: async (ctx, { query, flash }) => {
      const [rows, sources, clock] = await Promise.all([listAlerts(ctx, query), sourcesOf(ctx), consoleClock(ctx)])
      const { items, nextCursor } = page(rows, query.limit, (row) => ({ at: row.received_at, id: row.id }))
      const { q, state, outcome, source, rule, page: chosen } = query
      return consoleLayout(ctx, {
        title: 'Alerts',
        active: 'inbox',
        lede: 'Each state change that your monitoring reported, and what came of it.',
        page: chosen,
        flash,
        body: alertList({
          rows: items,
          nextCursor,
          query: { q, state, outcome, source, rule, page: chosen },
          clock,
          sources,
        }),
      })
    },
  }),
  definePage({
    method: 'GET',
    path: '/console/alerts/{id}',
    permission: 'viewer',
    view: async (ctx, { params, flash }) => {
      const alert = await findAlert(ctx, params.id)
      return consoleLayout(ctx, {
        title: alert.title,
        active: 'inbox',
        up: { name: 'Alerts', path: '/console/alerts' },
        state: alertState(alert.state),
        flash,
        body: alertPage(alert, { clock: await consoleClock(ctx), mayAdd: mayCall(ctx.actor, 'editor') }),
      })
    },
  }),
]

function replayed(arrived: Awaited<ReturnType<typeof replayArrival>>) {
  if (arrived.result !== 'taken')
    return {
      tone: 'bad',
      text: `Still not: ${'detail' in arrived ? arrived.detail : 'it is too large'}`.slice(0, 480),
    } as const
  const fresh = arrived.alerts.filter((alert) => !alert.duplicate).length
  const known = arrived.alerts.length - fresh
  const parts = [
    fresh > 0 && `${count(fresh, 'alert')} taken in`,
    known > 0 && `${count(known, 'alert')} known already`,
  ]
  return {
    tone: 'good',
    text: `Read again: ${parts.filter(Boolean).join(', ') || 'there was no alert in it'}.`,
  } as const
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`
