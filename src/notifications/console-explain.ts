import { html } from '../lib/html.ts'
import type { IncidentStatus } from '../publishing/snapshot.ts'
import { phaseWord } from '../publishing/words.ts'
import { findSubscriber } from '../subscribers/find.ts'
import { consoleClock } from '../web/console/clock.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { definePage } from '../web/page.ts'
import { defineRaw } from '../web/raw-route.ts'
import type { AnyRoute } from '../web/route.ts'
import { explainDelivery } from './explain.ts'
import { addresseeOf } from './ledger.ts'
import { postTold } from './told.ts'
import { exportTold } from './told-csv.ts'
import { explanationPage } from './view-explain.ts'

export const explainPages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path: '/console/deliveries/explain/{update}/{subscriber}',
    permission: 'editor',
    view: async (ctx, { params, flash }) => {
      const update = await postTold(ctx, params.update)
      const subscriber = await findSubscriber(ctx, params.subscriber)
      const name = addresseeOf(subscriber)
      const post = `${phaseWord[update.status as IncidentStatus] ?? update.status}: ${update.title}`
      return consoleLayout(ctx, {
        title: `Why ${name} was told, or was not`,
        active: 'deliveries',
        up: { name: post, path: `/console/deliveries/updates/${update.id}` },
        flash,
        body: explanationPage(await explainDelivery(ctx, update.id, subscriber.id), {
          who: html`<a href="/console/subscribers/${subscriber.id}"><bdi>${name}</bdi></a>`,
          post: html`<a href="/console/incidents/${update.incident}#post-${update.id}"><bdi>${post}</bdi></a>`,
          clock: await consoleClock(ctx, update.page),
        }),
      })
    },
  }),
  defineRaw({
    method: 'GET',
    path: '/console/deliveries/updates/{update}/export.csv',
    permission: 'editor',
    summary: 'Who was told of an update, as CSV',
    run: (ctx, { params }) => exportTold(ctx, params.update),
  }),
]
