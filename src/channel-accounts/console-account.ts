import type { Context } from '../lib/context.ts'
import type { Problem } from '../lib/errors.ts'
import { settingsTyped } from '../lib/setting-fields.ts'
import { z } from '../lib/zod.ts'
import { awayInWords, awayNow } from '../notifications/away.ts'
import { pagesOf } from '../pages/find.ts'
import { consoleClock } from '../web/console/clock.ts'
import { formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { inField } from '../web/console/setting-inputs.ts'
import type { Flash } from '../web/flash.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { canSign, dkimRecord } from './dkim.ts'
import { findAccount, hookOf } from './find.ts'
import { healthOfAccounts, unknownHealth } from './health.ts'
import { slackRedirectUrl } from './hook-url.ts'
import { kindNamed } from './kinds.ts'
import { tryAccount } from './try.ts'
import { accountPage, targetPrefix } from './view-account.ts'
import { accountState } from './words.ts'

const Fields = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

/** One account, and a test message by it. */
export const accountTestPages = [
  definePage({
    method: 'GET',
    path: '/console/channels/{account}',
    permission: 'admin',
    view: (ctx, { params, flash }) => show(ctx, params.account, { flash }),
  }),
  defineForm({
    method: 'POST',
    path: '/console/channels/{account}/test',
    permission: 'admin',
    input: Fields,
    run: async (ctx, { params, fields }) => {
      const { id, kind } = await findAccount(ctx, params.account)
      const target = settingsTyped(kindNamed(kind).target, targetPrefix, fields)
      const { sent, outcome } = await tryAccount(ctx, id, { target })
      return { to: `/console/channels/${id}`, flash: { tone: sent ? 'good' : 'bad', text: outcome } }
    },
    invalid: (ctx, { params, values }, problems) => show(ctx, params.account, { values, problems }),
  }),
]

type Shown = { flash?: Flash | null; values?: Values; problems?: readonly Problem[] }

async function show(ctx: Context, name: string, { flash = null, values = {}, problems = [] }: Shown) {
  const account = await findAccount(ctx, name)
  const health = (await healthOfAccounts(ctx)).get(account.id) ?? unknownHealth
  const clock = await consoleClock(ctx)
  const away = (await awayNow(ctx)).find((one) => one.account === account.id)
  return consoleLayout(ctx, {
    title: account.name,
    active: 'channels',
    up: { name: 'Channels', path: '/console/channels' },
    flash,
    state: accountState(account, health),
    body: accountPage({
      account,
      health,
      away: away ? awayInWords(away, clock) : null,
      hook: hookOf(ctx, account),
      signing: canSign(account) ? { record: dkimRecord(ctx, account) } : null,
      test: formState(values, problems.map(inField('target'))),
      slack: account.kind === 'slack-app' ? { redirect: slackRedirectUrl(ctx), pages: await pagesOf(ctx) } : null,
      clock,
    }),
  })
}
