import { inbox } from '../alerts/inbox.ts'
import { parseDuration } from '../lib/duration.ts'
import { z } from '../lib/zod.ts'
import { consoleClock } from '../web/console/clock.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { MuteFields, muteOf } from '../web/console/mute.ts'
import { defineForm, definePage } from '../web/page.ts'
import { mayCall } from '../web/permission.ts'
import type { AnyRoute } from '../web/route.ts'
import { sourceAtStake } from './at-stake.ts'
import { sourceFormPages } from './console-form.ts'
import { findSource, hookUrl, sourcesOf } from './find.ts'
import { muteSource } from './mute.ts'
import { removeSource } from './remove.ts'
import { rotateToken } from './rotate-token.ts'
import { addSource, kindCards, sourceList } from './view.ts'
import { sourcePage } from './view-source.ts'
import { sourceState } from './words.ts'

const up = { name: 'Sources', path: '/console/sources' }

export const sourcePages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path: '/console/sources',
    permission: 'viewer',
    query: z.object({ page: z.string().optional() }),
    view: async (ctx, { query, flash }) => {
      const mayAdd = mayCall(ctx.actor, 'admin')
      const rows = await sourcesOf(ctx)
      return consoleLayout(ctx, {
        title: 'Sources',
        active: 'sources',
        lede: 'The ways in: each has an address to which one monitoring system sends its alerts.',
        page: query.page,
        flash,
        actions: mayAdd && rows.length > 0 && addSource,
        body: sourceList(rows, await consoleClock(ctx), mayAdd),
      })
    },
  }),
  definePage({
    method: 'GET',
    path: '/console/sources/new',
    permission: 'admin',
    view: (ctx, { flash }) =>
      consoleLayout(ctx, {
        title: 'Add a source',
        active: 'sources',
        up,
        flash,
        lede: 'What sends the alerts?',
        body: kindCards(),
      }),
  }),
  ...sourceFormPages,
  definePage({
    method: 'GET',
    path: '/console/sources/{source}',
    permission: 'viewer',
    view: async (ctx, { params, flash }) => {
      const source = await findSource(ctx, params.source)
      const clock = await consoleClock(ctx)
      const [arrivals, atStake] = await Promise.all([
        inbox(ctx, { limit: 9, source: source.id }),
        sourceAtStake(ctx, source.id),
      ])
      const mayChange = mayCall(ctx.actor, 'admin')
      return consoleLayout(ctx, {
        title: source.name,
        active: 'sources',
        up,
        flash,
        state: sourceState(source, clock),
        body: sourcePage({
          source,
          url: mayChange ? hookUrl(ctx, source) : null,
          arrivals,
          atStake,
          mayMute: mayCall(ctx.actor, 'editor'),
          mayChange,
          clock,
        }),
      })
    },
  }),
  defineForm({
    method: 'POST',
    path: '/console/sources/{source}/mute',
    permission: 'editor',
    input: MuteFields,
    run: async (ctx, { params, fields }) => {
      const { id, name, muted_until } = await muteSource(ctx, params.source, muteOf(ctx, fields))
      const text = muted_until
        ? `${name} is muted. What it reports is recorded, and nothing is posted.`
        : `${name} speaks again.`
      return { to: `/console/sources/${id}`, flash: { tone: 'good', text } }
    },
  }),
  defineForm({
    method: 'POST',
    path: '/console/sources/{source}/rotate',
    permission: 'admin',
    input: z.object({ grace: z.enum(['24h', '7d', '0']) }),
    run: async (ctx, { params, fields }) => {
      const grace = (parseDuration(fields.grace) ?? 0) * 1000
      const oldWorksUntil = new Date(ctx.now().getTime() + grace).toISOString()
      const { id } = await rotateToken(ctx, params.source, { oldWorksUntil })
      const text =
        grace > 0
          ? 'It has a new address. The old one works for a while longer.'
          : 'It has a new address. The old one has ended.'
      return { to: `/console/sources/${id}`, flash: { tone: 'good', text } }
    },
  }),
  defineForm({
    method: 'POST',
    path: '/console/sources/{source}/remove',
    permission: 'admin',
    input: z.object({}),
    run: async (ctx, { params }) => {
      const { name } = await findSource(ctx, params.source)
      await removeSource(ctx, params.source)
      return {
        to: '/console/sources',
        flash: { tone: 'good', text: `${name} is removed. Its address answers 404 from now on.` },
      }
    },
  }),
]
