import { canMail } from '../channel-accounts/can-mail.ts'
import type { Context } from '../lib/context.ts'
import type { Problem } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { pageUrl } from '../pages/url.ts'
import { formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import type { Flash } from '../web/flash.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { mayCall } from '../web/permission.ts'
import type { AnyRoute } from '../web/route.ts'
import { changeAccess } from './change.ts'
import { connectionPages } from './console-connections.ts'
import { signEverybodyOut } from './end.ts'
import { createFeed, feedsOf, revokeFeed } from './feeds.ts'
import { accessRow, storedAccess } from './find.ts'
import { accessFields, accessIn } from './form.ts'
import { FeedName } from './schema.ts'
import { accessScreen, feedShown } from './view-console.ts'

const Fields = z.record(z.string(), z.union([z.string(), z.array(z.string())]))
const path = '/console/settings/pages/{page}/access'
const placeOf = async (ctx: Context, name: string) => `/console/settings/pages/${(await findPage(ctx, name)).id}/access`

type Shown = { values?: Values; problems?: readonly Problem[]; flash?: Flash | null }

/** Who may read a page: the settings, the connections, private feeds, and the way to sign everybody out. */
export const accessPages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path,
    permission: 'viewer',
    view: (ctx, { params, flash }) => show(ctx, params.page, { flash }),
  }),
  defineForm({
    method: 'POST',
    path,
    permission: 'admin',
    input: Fields,
    run: async (ctx, { params, fields }) => {
      const { private: isPrivate } = await changeAccess(ctx, params.page, accessIn(fields))
      const text = isPrivate ? 'Saved. Only those who are let in read the page.' : 'Saved. Anybody reads the page.'
      return { to: await placeOf(ctx, params.page), flash: { tone: 'good', text } }
    },
    invalid: (ctx, { params, values }, problems) => show(ctx, params.page, { values, problems }),
  }),
  defineForm({
    method: 'POST',
    path: `${path}/sign-out`,
    permission: 'admin',
    input: z.object({}),
    run: async (ctx, { params }) => {
      await signEverybodyOut(ctx, params.page)
      return { to: await placeOf(ctx, params.page), flash: { tone: 'good', text: 'Every reader is signed out.' } }
    },
  }),
  defineForm({
    method: 'POST',
    path: `${path}/feeds`,
    permission: 'admin',
    input: z.object({ name: FeedName }),
    run: async (ctx, { params, fields }) => {
      const { token } = await createFeed(ctx, { page: params.page, name: fields.name, session: null })
      const page = await findPage(ctx, params.page)
      return consoleLayout(ctx, {
        title: 'A new private feed',
        active: 'settings',
        up: { name: 'Access', path: await placeOf(ctx, params.page) },
        body: feedShown(await pageUrl(ctx, page), token),
      })
    },
    invalid: (ctx, { params, values }, problems) =>
      show(ctx, params.page, { values, problems: problems.map(({ detail }) => ({ pointer: '/feed', detail })) }),
  }),
  defineForm({
    method: 'POST',
    path: `${path}/feeds/{id}/revoke`,
    permission: 'admin',
    input: z.object({}),
    run: async (ctx, { params }) => {
      await revokeFeed(ctx, { ...params, session: null })
      return {
        to: await placeOf(ctx, params.page),
        flash: { tone: 'good', text: 'Revoked. It opens nothing any more.' },
      }
    },
  }),
  ...connectionPages,
]

async function show(ctx: Context, name: string, { values, problems = [], flash = null }: Shown) {
  const page = await findPage(ctx, name)
  const row = await accessRow(ctx, page.id)
  const access = storedAccess(row)
  return consoleLayout(ctx, {
    title: 'Access',
    active: 'settings',
    up: { name: page.name, path: `/console/settings/pages/${page.id}` },
    flash,
    body: accessScreen({
      form: formState({ ...(values?.sessionHours === undefined ? accessFields(access) : {}), ...values }, problems),
      page,
      access,
      hasPassword: row?.password_hash != null,
      feeds: await feedsOf(ctx, page.id, null),
      mailWorks: await canMail(ctx),
      mayChange: mayCall(ctx.actor, 'admin') && page.managed_by === null,
      mayAct: mayCall(ctx.actor, 'admin'),
      now: ctx.now(),
      timeZone: page.time_zone,
    }),
  })
}
