import { accountsOf } from '../channel-accounts/find.ts'
import { needsAccount } from '../channel-accounts/kinds.ts'
import { openAccounts } from '../channel-accounts/open.ts'
import type { Channel } from '../channels/channel.ts'
import { channels } from '../channels/index.ts'
import type { Context } from '../lib/context.ts'
import type { Problem } from '../lib/errors.ts'
import { freeKey } from '../lib/free-key.ts'
import { html } from '../lib/html.ts'
import { refuseManaged } from '../lib/managed.ts'
import { endsOfSecrets, settingsTyped, shownSettings } from '../lib/setting-fields.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { slackAppOf } from '../slack-installs/account.ts'
import { wishesOf } from '../subscribers/preferences.ts'
import { formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { inField } from '../web/console/setting-inputs.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { parsed } from '../web/parse.ts'
import { mayCall } from '../web/permission.ts'
import type { AnyRoute } from '../web/route.ts'
import { changeWorldChannel } from './change.ts'
import { createWorldChannel } from './create.ts'
import { findWorldChannel, worldChannelsOf, worldKind } from './find.ts'
import { removeWorldChannel } from './remove.ts'
import { ChangeWorldChannel, Heard, NewWorldChannel } from './schema.ts'
import { settingsOfTarget } from './target.ts'
import { tryWorldChannel } from './try.ts'
import { targetPrefix, worldCards, worldForm, worldList } from './view.ts'

const path = '/console/settings/pages/{page}/world'
const one = `${path}/{channel}` as const
const Fields = z.record(z.string(), z.union([z.string(), z.array(z.string())]))
const baseOf = (page: { id: string }) => `/console/settings/pages/${page.id}/world`

/** Where a page speaks to the world. */
export function worldPages(): AnyRoute[] {
  const accounts = openAccounts(channels)
  return [
    definePage({
      method: 'GET',
      path,
      permission: 'editor',
      view: async (ctx, { params, flash }) => {
        const page = await findPage(ctx, params.page)
        const mayChange = mayCall(ctx.actor, 'admin')
        return consoleLayout(ctx, {
          title: 'Tell the world',
          active: 'settings',
          up: { name: page.name, path: `/console/settings/pages/${page.id}` },
          lede: 'Accounts and rooms of your own where each post appears for everybody. They see what anybody sees on the page.',
          flash,
          body: html`${worldList(baseOf(page), await worldChannelsOf(ctx, page.id), mayChange)}${mayChange && worldCards(baseOf(page))}`,
        })
      },
    }),
    definePage({
      method: 'GET',
      path: `${path}/new/{channel}`,
      permission: 'admin',
      view: async (ctx, { params }) => {
        const page = await findPage(ctx, params.page)
        const keys = (await worldChannelsOf(ctx, page.id)).map(({ key }) => key)
        const key = freeKey(params.channel, keys)
        return newPage(ctx, page.id, params.channel, { key, phases: 'all', leastImpact: '', kinds: [] })
      },
    }),
    defineForm({
      method: 'POST',
      path: `${path}/new/{channel}`,
      permission: 'admin',
      input: Fields,
      run: async (ctx, { params, fields }) => {
        const page = await findPage(ctx, params.page)
        const target = settingsTyped(worldKind(params.channel).target, targetPrefix, fields)
        const given = { key: first(fields.key), channel: params.channel, target, ...heardIn(fields) }
        const { label } = await createWorldChannel(ctx, page.id, parsed(NewWorldChannel, given))
        const text = `${label ?? 'It'} hears of the next post. Send a test to see that it works: everybody there sees it.`
        return { to: baseOf(page), flash: { tone: 'good', text } }
      },
      invalid: (ctx, { params, values }, problems) => newPage(ctx, params.page, params.channel, values, problems),
    }),
    definePage({
      method: 'GET',
      path: one,
      permission: 'admin',
      view: async (ctx, { params }) => {
        const page = await findPage(ctx, params.page)
        const channel = await findWorldChannel(ctx, page.id, params.channel)
        const { kinds, phases, leastImpact } = wishesOf(channel)
        const shown = shownSettings(worldKind(channel.channel).target, targetPrefix, settingsOfTarget(ctx, channel))
        return editPage(ctx, page.id, channel.id, {
          ...shown,
          phases,
          leastImpact: leastImpact ?? '',
          kinds: kinds ?? [],
        })
      },
    }),
    defineForm({
      method: 'POST',
      path: one,
      permission: 'admin',
      input: Fields,
      run: async (ctx, { params, fields }) => {
        const page = await findPage(ctx, params.page)
        const channel = await findWorldChannel(ctx, page.id, params.channel)
        const { target: schema } = worldKind(channel.channel)
        const target = settingsTyped(schema, targetPrefix, fields, settingsOfTarget(ctx, channel))
        await changeWorldChannel(ctx, page.id, channel.id, parsed(ChangeWorldChannel, { target, ...heardIn(fields) }))
        return { to: baseOf(page), flash: { tone: 'good', text: 'Saved.' } }
      },
      invalid: (ctx, { params, values }, problems) => editPage(ctx, params.page, params.channel, values, problems),
    }),
    defineForm({
      method: 'POST',
      path: `${one}/pause`,
      permission: 'admin',
      input: z.object({ paused: z.enum(['yes', 'no']) }),
      run: async (ctx, { params, fields }) => {
        const page = await findPage(ctx, params.page)
        const paused = fields.paused === 'yes'
        await changeWorldChannel(ctx, page.id, params.channel, { paused })
        const text = paused ? 'Paused: nothing is posted there.' : 'It hears of the next post.'
        return { to: baseOf(page), flash: { tone: 'good', text } }
      },
    }),
    defineForm({
      method: 'POST',
      path: `${one}/test`,
      permission: 'admin',
      input: z.object({}),
      run: async (ctx, { params }) => {
        const { sent, outcome } = await tryWorldChannel(ctx, accounts, params.page, params.channel)
        const to = baseOf(await findPage(ctx, params.page))
        return { to, flash: { tone: sent ? 'good' : 'bad', text: outcome } }
      },
    }),
    defineForm({
      method: 'POST',
      path: `${one}/remove`,
      permission: 'admin',
      input: z.object({}),
      run: async (ctx, { params }) => {
        await removeWorldChannel(ctx, params.page, params.channel)
        const to = baseOf(await findPage(ctx, params.page))
        return { to, flash: { tone: 'good', text: 'Removed. What it said stays where it was said.' } }
      },
    }),
  ]
}

/** No kind ticked means all of them. */
function heardIn(fields: Values) {
  const kinds = [fields.kinds ?? []].flat()
  return parsed(Heard, {
    kinds: kinds.length > 0 ? kinds : null,
    phases: first(fields.phases) || 'all',
    leastImpact: first(fields.leastImpact) || null,
  })
}

async function newPage(ctx: Context, name: string, medium: string, values: Values, problems: readonly Problem[] = []) {
  const page = await findPage(ctx, name)
  const channel = worldKind(medium)
  return consoleLayout(ctx, {
    title: `Add ${channel.name}`,
    active: 'settings',
    up: { name: 'Tell the world', path: baseOf(page) },
    body: worldForm({
      channel,
      form: formState(values, problems.map(inField('target'))),
      base: baseOf(page),
      one: null,
      connect: await connectAt(ctx, channel),
      install: medium === 'slack' ? await installOf(ctx, page.id) : null,
    }),
  })
}

/** Where an account for it is connected; null where none is needed, or there is one. */
async function connectAt(ctx: Context, channel: Channel): Promise<string | null> {
  if (!needsAccount(channel)) return null
  const isThere = (await accountsOf(ctx)).some(({ kind, enabled }) => kind === channel.kind && enabled)
  return isThere ? null : `/console/channels/new/${channel.kind}`
}

async function installOf(ctx: Context, page: string): Promise<string | null> {
  const app = await slackAppOf(ctx, ctx.org)
  return app ? `/console/channels/${app.id}/install?page=${page}&as=world` : null
}

async function editPage(ctx: Context, name: string, id: string, values: Values, problems: readonly Problem[] = []) {
  const page = await findPage(ctx, name)
  const one = await findWorldChannel(ctx, page.id, id)
  refuseManaged(ctx, `The channel "${one.label ?? one.key}"`, one)
  const channel = worldKind(one.channel)
  return consoleLayout(ctx, {
    title: `Edit ${one.label ?? one.key}`,
    active: 'settings',
    up: { name: 'Tell the world', path: baseOf(page) },
    body: worldForm({
      channel,
      form: formState(values, problems.map(inField('target'))),
      base: baseOf(page),
      one,
      secrets: endsOfSecrets(channel.target, settingsOfTarget(ctx, one)),
    }),
  })
}

const first = (value: Values[string] | undefined): string => ([value ?? ''].flat()[0] ?? '').trim()
