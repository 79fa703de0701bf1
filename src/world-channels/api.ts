import { openAccounts } from '../channel-accounts/open.ts'
import { withoutSecrets } from '../channel-accounts/settings.ts'
import { channels } from '../channels/index.ts'
import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { WishesShape, wishesOf } from '../subscribers/preferences.ts'
import { instant } from '../web/paging.ts'
import { defineRoute, type Route } from '../web/route.ts'
import { changeWorldChannel } from './change.ts'
import { createWorldChannel } from './create.ts'
import { findWorldChannel, isPaused, type WorldChannel, worldChannelsOf, worldKind } from './find.ts'
import { removeWorldChannel } from './remove.ts'
import { ChangeWorldChannel, NewWorldChannel } from './schema.ts'
import { settingsOfTarget } from './target.ts'
import { tryWorldChannel } from './try.ts'

const tags = ['Channels']

export const WorldChannelShape = z
  .object({
    id: z.string(),
    page: z.string(),
    key: z.string(),
    channel: z.string(),
    label: z.string().nullable(),
    target: z.record(z.string(), z.unknown()).meta({ description: 'A secret that is set is `<kept>`.' }),
    state: z.enum(['active', 'paused', 'stopped']).meta({ description: 'stopped: the vendor refused it for good.' }),
    reason: z.string().nullable(),
    ...WishesShape.pick({ kinds: true, phases: true, leastImpact: true }).shape,
    managedBy: z.string().nullable(),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('WorldChannel')

const shape = (ctx: Context, one: WorldChannel): z.input<typeof WorldChannelShape> => ({
  id: one.id,
  page: one.page_id,
  key: one.key,
  channel: one.channel,
  label: one.label,
  target: withoutSecrets(worldKind(one.channel).target, settingsOfTarget(ctx, one)),
  state: one.state === 'active' ? 'active' : isPaused(one) ? 'paused' : 'stopped',
  reason: isPaused(one) ? null : one.reason,
  ...wishesOf(one),
  managedBy: one.managed_by,
  createdAt: one.created_at,
  updatedAt: one.updated_at,
})

const path = '/api/v1/pages/{page}/world-channels'

/** What the page says to the world by itself. */
export function worldChannelRoutes(): Route[] {
  const accounts = openAccounts(channels)
  return [
    defineRoute({
      method: 'GET',
      path,
      permission: 'editor',
      summary: "The page's own channels, which speak to everybody",
      tags,
      response: z.object({ items: z.array(WorldChannelShape) }),
      run: async (ctx, { params }) => {
        const rows = await worldChannelsOf(ctx, (await findPage(ctx, params.page)).id)
        return { items: rows.map((row) => shape(ctx, row)) }
      },
    }),
    defineRoute({
      method: 'POST',
      path,
      permission: 'admin',
      summary: 'Let the page speak to the world by one more channel',
      tags,
      body: NewWorldChannel,
      response: WorldChannelShape,
      status: 201,
      run: async (ctx, { params, body }) => shape(ctx, await createWorldChannel(ctx, params.page, body)),
    }),
    defineRoute({
      method: 'GET',
      path: `${path}/{channel}`,
      permission: 'editor',
      summary: 'One of them, by id or key',
      tags,
      response: WorldChannelShape,
      run: async (ctx, { params }) =>
        shape(ctx, await findWorldChannel(ctx, (await findPage(ctx, params.page)).id, params.channel)),
    }),
    defineRoute({
      method: 'PATCH',
      path: `${path}/{channel}`,
      permission: 'admin',
      summary: 'Change it, pause it, or let it speak again',
      description: 'The target is replaced as a whole; a secret given as `<kept>` stays as it is.',
      tags,
      body: ChangeWorldChannel,
      response: WorldChannelShape,
      run: async (ctx, { params, body }) =>
        shape(ctx, await changeWorldChannel(ctx, params.page, params.channel, body)),
    }),
    defineRoute({
      method: 'DELETE',
      path: `${path}/{channel}`,
      permission: 'admin',
      summary: 'Remove it; what it said stays where it was said',
      tags,
      run: (ctx, { params }) => removeWorldChannel(ctx, params.page, params.channel),
    }),
    defineRoute({
      method: 'POST',
      path: `${path}/{channel}/test`,
      permission: 'admin',
      summary: 'Post a test there, in sight of everybody',
      tags,
      response: z.object({ sent: z.boolean(), outcome: z.string() }),
      run: (ctx, { params }) => tryWorldChannel(ctx, accounts, params.page, params.channel),
    }),
  ]
}
