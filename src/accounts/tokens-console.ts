import { consoleUrl } from '../lib/console-url.ts'
import type { Context } from '../lib/context.ts'
import type { Problem } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { formState } from '../web/console/forms.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { parsed } from '../web/parse.ts'
import { ownRole } from './people-console.ts'
import { NewToken } from './schema.ts'
import { settingsPart } from './settings-part.ts'
import { createToken, listTokens, revokeToken } from './tokens.ts'
import { makeToken, tokenForm, tokenList, tokenShown } from './tokens-view.ts'

const path = '/console/settings/tokens'
const tokens = settingsPart('API tokens', path)

/** Tokens for programs: made, shown once, revoked. */
export const tokenPages = [
  tokens.list({ read: listTokens, actions: (items) => items.length > 0 && makeToken, body: tokenList }),
  definePage({
    method: 'GET',
    path: `${path}/new`,
    permission: 'admin',
    view: (ctx) => showForm(ctx, { role: 'editor' }),
  }),
  defineForm({
    method: 'POST',
    path: `${path}/new`,
    permission: 'admin',
    input: z.object({ name: z.string(), role: z.string(), days: z.enum(['', '30', '90', '365']).default('') }),
    run: async (ctx, { fields: { name, role, days } }) => {
      const expiresAt = new Date(ctx.now().getTime() + Number(days) * 86_400_000).toISOString()
      const { secret } = await createToken(ctx, parsed(NewToken, { name, role, ...(days ? { expiresAt } : {}) }))
      return tokens.below(ctx, { title: 'A new token', body: tokenShown(secret, consoleUrl(ctx.settings)) })
    },
    invalid: (ctx, { values }, problems) => showForm(ctx, values, problems),
  }),
  defineForm({
    method: 'POST',
    path: `${path}/{id}/revoke`,
    permission: 'admin',
    input: z.object({}),
    run: async (ctx, { params }) => {
      await revokeToken(ctx, params.id)
      return { to: path, flash: { tone: 'good', text: 'Revoked. It opens nothing any more.' } }
    },
  }),
]

const showForm = (ctx: Context, values: Values, problems: readonly Problem[] = []) =>
  tokens.below(ctx, { title: 'Make a token', body: tokenForm(formState(values, problems), ownRole(ctx)) })
