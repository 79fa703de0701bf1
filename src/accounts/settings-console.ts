import { canMail } from '../channel-accounts/can-mail.ts'
import { consoleUrl } from '../lib/console-url.ts'
import type { Context } from '../lib/context.ts'
import type { Problem } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { partsOfPages } from '../pages/parts.ts'
import { processesAtWork } from '../queue/at-work.ts'
import { automationPart } from '../rules/view-automation.ts'
import { around } from '../web/console/around.ts'
import { formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import type { Flash } from '../web/flash.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { parsed } from '../web/parse.ts'
import { mayCall } from '../web/permission.ts'
import type { AnyRoute } from '../web/route.ts'
import type { Accounts } from './accounts.ts'
import { ChangeOrganization, changeOrganization, organizationSettings } from './change-organization.ts'
import { ownPages } from './own-console.ts'
import { peoplePages } from './people-console.ts'
import { settingsPage } from './settings-view.ts'
import { tokenPages } from './tokens-console.ts'

/** The settings: organization, people, tokens, one's own account. Pages and changes have their own files. */
export const settingsPages = (accounts: Accounts): AnyRoute[] => [
  definePage({
    method: 'GET',
    path: '/console/settings',
    permission: 'viewer',
    query: z.object({ page: z.string().max(200).optional() }),
    view: (ctx, { query, flash }) => show(ctx, { page: query.page, flash }),
  }),
  defineForm({
    method: 'POST',
    path: '/console/settings/organization',
    permission: 'admin',
    input: z.object({
      name: z.string(),
      inboxRetentionDays: z.string(),
      graceSeconds: z.enum(['0', '10', '30']).default('0'),
    }),
    run: async (ctx, { fields }) => {
      const days = /^\d{1,6}$/.test(fields.inboxRetentionDays.trim()) ? Number(fields.inboxRetentionDays) : Number.NaN
      const { name, graceSeconds } = fields
      const change = { name, inboxRetentionDays: days, graceSeconds: Number(graceSeconds) }
      await changeOrganization(ctx, parsed(ChangeOrganization, change))
      return { to: '/console/settings', flash: { tone: 'good', text: 'Saved.' } }
    },
    invalid: (ctx, { values }, problems) => show(ctx, { values, problems }),
  }),
  ...ownPages(accounts),
  ...peoplePages,
  ...tokenPages,
]

type Shown = { page?: string | undefined; values?: Values; problems?: readonly Problem[]; flash?: Flash | null }

async function show(ctx: Context, { page, values, problems = [], flash = null }: Shown) {
  const { zone, paused, waiting, pages } = await around(ctx, page)
  const { name, inboxRetentionDays, graceSeconds } = await organizationSettings(ctx)
  const now = { name, inboxRetentionDays: String(inboxRetentionDays), graceSeconds: String(graceSeconds) }
  const clock = { zone, now: ctx.now() }
  const { url } = ctx.settings
  return consoleLayout(ctx, {
    title: 'Settings',
    active: 'settings',
    page,
    flash,
    body: settingsPage({
      form: formState(values ?? now, problems),
      automation: automationPart({ paused, held: waiting, clock, mayChange: mayCall(ctx.actor, 'editor') }),
      pages: partsOfPages(pages, mayCall(ctx.actor, 'editor')),
      installation: {
        url,
        consoleUrl: consoleUrl(ctx.settings),
        mailFrom: ctx.settings.mailFrom,
        canMail: await canMail(ctx),
      },
      processes: await processesAtWork(ctx),
      clock,
      mayChange: mayCall(ctx.actor, 'admin'),
    }),
  })
}
