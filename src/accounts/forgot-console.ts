import { z } from '../lib/zod.ts'
import { defineForm, definePage } from '../web/page.ts'
import type { AnyRoute } from '../web/route.ts'
import { canMailLinks, forgotLimits, forgotPassword } from './forgot.ts'
import { EmailAddress } from './schema.ts'
import { forgotPage, forgottenPage, noMailPage } from './view-forgot.ts'

const path = '/console/forgot'

/** Where people who forgot their password ask for a link. */
export const forgotPages = (limits = forgotLimits()): AnyRoute[] => [
  definePage({
    method: 'GET',
    path,
    permission: 'public',
    view: async (ctx) => ((await canMailLinks(ctx)) ? forgotPage() : noMailPage()),
  }),
  defineForm({
    method: 'POST',
    path,
    permission: 'public',
    input: z.object({ email: EmailAddress }),
    run: async (ctx, { fields, request }) => {
      await forgotPassword(ctx, limits, { ...fields, ip: request.ip })
      return forgottenPage()
    },
    invalid: async (ctx, { values }, problems) =>
      (await canMailLinks(ctx)) ? forgotPage({ values, problems }) : noMailPage(),
  }),
]
