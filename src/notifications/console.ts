import { canMail } from '../channel-accounts/can-mail.ts'
import { failedLetters } from '../letters/list.ts'
import { html } from '../lib/html.ts'
import type { IncidentStatus } from '../publishing/snapshot.ts'
import { phaseWord } from '../publishing/words.ts'
import { linkButton } from '../web/console/buttons.ts'
import { consoleClock } from '../web/console/clock.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { consoleQuery, oneOf } from '../web/console/list-query.ts'
import { definePage } from '../web/page.ts'
import { page } from '../web/paging.ts'
import type { AnyRoute } from '../web/route.ts'
import { awayNow, awayPart } from './away.ts'
import { explainPages } from './console-explain.ts'
import { tellingForms } from './console-telling.ts'
import { type Delivery, deliveryStates, findDelivery, listDeliveries, subscribersLike } from './ledger.ts'
import { deliveryState } from './marks.ts'
import { paceSince } from './pace.ts'
import { tellingsOf } from './progress.ts'
import { toldOf } from './told.ts'
import { deliveryPage, ledgerPage } from './view.ts'
import { pacePart } from './view-pace.ts'
import { tellingPart } from './view-telling.ts'
import { toldPage } from './view-told.ts'

const up = { name: 'Deliveries', path: '/console/deliveries' }
const cursorOf = ({ created_at, id }: Delivery) => ({ at: created_at, id })

export const deliveryPages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path: '/console/deliveries',
    permission: 'editor',
    query: consoleQuery({ state: oneOf(deliveryStates) }),
    view: async (ctx, { query, flash }) => {
      const { items, nextCursor } = page(await listDeliveries(ctx, query), query.limit, cursorOf)
      const { q, state, page: chosen } = query
      return consoleLayout(ctx, {
        title: 'Deliveries',
        active: 'deliveries',
        lede: 'Who was told of what, and when; and who was not, and why.',
        page: chosen,
        flash,
        body: html`${awayPart(await awayNow(ctx), await consoleClock(ctx, chosen))}${ledgerPage({
          rows: items,
          nextCursor,
          query: { q, state, page: chosen },
          clock: await consoleClock(ctx, chosen),
          canMail: await canMail(ctx),
          letters: await failedLetters(ctx),
          pace: pacePart(await paceSince(ctx, new Date(ctx.now().getTime() - 3_600_000), ctx.org)),
        })}`,
      })
    },
  }),
  definePage({
    method: 'GET',
    path: '/console/deliveries/updates/{update}',
    permission: 'editor',
    query: consoleQuery({ state: oneOf(deliveryStates) }),
    view: async (ctx, { params, query, flash }) => {
      const told = await toldOf(ctx, params.update)
      const { q, state, limit, cursor } = query
      const found = await listDeliveries(ctx, { q, state, limit, cursor, update: told.update.id })
      const { items, nextCursor } = page(found, limit, cursorOf)
      const { status, title, incident } = told.update
      const tellings = await tellingsOf(ctx, told.update.id)
      return consoleLayout(ctx, {
        title: `${phaseWord[status as IncidentStatus] ?? status}: ${title}`,
        active: 'deliveries',
        up,
        flash,
        actions: [
          ...(items.length > 0
            ? [linkButton('Download as CSV', `/console/deliveries/updates/${told.update.id}/export.csv`, 'quiet')]
            : []),
          linkButton('Open the incident', `/console/incidents/${incident}`),
        ],
        body: toldPage({
          told,
          rows: items,
          nextCursor,
          query: { q, state },
          clock: await consoleClock(ctx, told.update.page),
          named: q && items.length === 0 ? await subscribersLike(ctx, told.update.page, q) : [],
          telling: tellingPart(told.update.id, tellings),
          isUnderWay: tellings.some(({ state }) => state !== 'done' && state !== 'stopped'),
        }),
      })
    },
  }),
  ...tellingForms,
  ...explainPages,
  definePage({
    method: 'GET',
    path: '/console/deliveries/{id}',
    permission: 'editor',
    view: async (ctx, { params, flash }) => {
      const delivery = await findDelivery(ctx, params.id)
      return consoleLayout(ctx, {
        title: delivery.email ?? delivery.label ?? 'An erased subscriber',
        active: 'deliveries',
        up,
        flash,
        state: deliveryState(delivery),
        body: deliveryPage(delivery, await consoleClock(ctx, delivery.page_id)),
      })
    },
  }),
]
