import { z } from '../lib/zod.ts'
import { consoleClock } from '../web/console/clock.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { defineForm, definePage } from '../web/page.ts'
import type { AnyRoute } from '../web/route.ts'
import { canMail } from './can-mail.ts'
import { changeAccount } from './change.ts'
import { accountTestPages } from './console-account.ts'
import { accountKeyPages } from './console-dkim.ts'
import { accountFormPages } from './console-form.ts'
import { accountsOf, findAccount } from './find.ts'
import { healthOfAccounts } from './health.ts'
import { moveAccount } from './order.ts'
import { removeAccount } from './remove.ts'
import { rotateHook } from './rotate-hook.ts'
import { accountList, addAccount, kindCards } from './view.ts'

const up = { name: 'Channels', path: '/console/channels' }

/** The accounts with those who carry messages. */
export const channelAccountPages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path: '/console/channels',
    permission: 'admin',
    query: z.object({ page: z.string().optional() }),
    view: async (ctx, { query, flash }) => {
      const accounts = await accountsOf(ctx)
      return consoleLayout(ctx, {
        title: 'Channels',
        active: 'channels',
        lede: 'The ways out: your accounts with those who carry messages to readers.',
        page: query.page,
        flash,
        actions: accounts.length > 0 && addAccount,
        body: accountList({
          accounts,
          health: await healthOfAccounts(ctx),
          clock: await consoleClock(ctx),
          mayChange: true,
          mailLeaves: await canMail(ctx),
        }),
      })
    },
  }),
  definePage({
    method: 'GET',
    path: '/console/channels/new',
    permission: 'admin',
    view: (ctx, { flash }) =>
      consoleLayout(ctx, {
        title: 'Connect an account',
        active: 'channels',
        up,
        flash,
        lede: 'Who carries the messages?',
        body: kindCards(),
      }),
  }),
  ...accountFormPages,
  ...accountTestPages,
  ...accountKeyPages,
  defineForm({
    method: 'POST',
    path: '/console/channels/{account}/move',
    permission: 'admin',
    input: z.object({ to: z.enum(['up', 'down']) }),
    run: async (ctx, { params, fields }) => {
      await moveAccount(ctx, params.account, fields.to === 'up' ? -1 : 1)
      return { to: '/console/channels', flash: { tone: 'good', text: 'The order is changed.' } }
    },
  }),
  defineForm({
    method: 'POST',
    path: '/console/channels/{account}/enable',
    permission: 'admin',
    input: z.object({ enabled: z.enum(['yes', 'no']) }),
    run: async (ctx, { params, fields }) => {
      const { id, name, enabled } = await changeAccount(ctx, params.account, { enabled: fields.enabled === 'yes' })
      const text = enabled ? `${name} is switched on.` : `${name} is switched off. Nothing goes by it.`
      return { to: `/console/channels/${id}`, flash: { tone: 'good', text } }
    },
  }),
  defineForm({
    method: 'POST',
    path: '/console/channels/{account}/rotate',
    permission: 'admin',
    input: z.object({}),
    run: async (ctx, { params }) => {
      const { id } = await rotateHook(ctx, params.account)
      const text = 'Its hook has a new address. The old one has ended.'
      return { to: `/console/channels/${id}`, flash: { tone: 'good', text } }
    },
  }),
  defineForm({
    method: 'POST',
    path: '/console/channels/{account}/remove',
    permission: 'admin',
    input: z.object({}),
    run: async (ctx, { params }) => {
      const { name } = await findAccount(ctx, params.account)
      await removeAccount(ctx, params.account)
      return { to: '/console/channels', flash: { tone: 'good', text: `${name} is disconnected.` } }
    },
  }),
]
