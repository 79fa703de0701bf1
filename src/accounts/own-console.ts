import { canMail } from '../channel-accounts/can-mail.ts'
import type { Context } from '../lib/context.ts'
import { Conflict, type Problem } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { consoleClock } from '../web/console/clock.ts'
import { formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { cookieNames } from '../web/cookies.ts'
import { ticked } from '../web/fields.ts'
import type { Flash } from '../web/flash.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import type { RequestFacts } from '../web/request.ts'
import type { Accounts } from './accounts.ts'
import { changeUser } from './change-user.ts'
import { endOtherSessions, sessionsOf } from './own-sessions.ts'
import { ownPage } from './own-view.ts'
import { PersonName } from './schema.ts'
import { changePassword } from './set-password.ts'
import { findUser } from './users.ts'

const path = '/console/settings/account'

/** One's own name, wishes, password and sessions. */
export const ownPages = (accounts: Accounts) => [
  definePage({
    method: 'GET',
    path,
    permission: 'viewer',
    view: (ctx, { request, flash }) => show(ctx, request, { flash }),
  }),
  defineForm({
    method: 'POST',
    path,
    permission: 'viewer',
    input: z.object({
      name: PersonName,
      tellDrafts: ticked,
      tellPromises: ticked,
      tellSilence: ticked,
      tellDeliveries: ticked,
    }),
    run: async (ctx, { fields }) => {
      await changeUser(ctx, self(ctx), fields)
      return { to: path, flash: { tone: 'good', text: 'Saved.' } }
    },
    invalid: (ctx, { values, request }, problems) => show(ctx, request, { values, problems }),
  }),
  defineForm({
    method: 'POST',
    path: `${path}/password`,
    permission: 'viewer',
    input: z.object({ current: z.string(), next: z.string() }),
    run: async (ctx, { fields, request }) => {
      await changePassword(ctx, accounts, { user: self(ctx), ...fields, ip: request.ip })
      const { session } = cookieNames(ctx.settings, request)
      return { to: '/console/sign-in', cookies: [{ name: session, value: '', maxAge: 0 }] }
    },
    invalid: (ctx, { request }, problems) => show(ctx, request, { passwordProblems: problems }),
  }),
  defineForm({
    method: 'POST',
    path: `${path}/sessions/end`,
    permission: 'viewer',
    input: z.object({}),
    run: async (ctx, { request }) => {
      const ended = await endOtherSessions(ctx, self(ctx), tokenOf(ctx, request))
      const text = ended === 1 ? 'The other session has ended.' : `${ended} other sessions have ended.`
      return { to: `${path}#sessions`, flash: { tone: 'good', text } }
    },
  }),
]

function self(ctx: Context): string {
  if (ctx.actor.kind !== 'user') throw new Conflict('Only a person has an account of their own.')
  return ctx.actor.id
}

const tokenOf = (ctx: Context, request: RequestFacts): string =>
  request.cookie(cookieNames(ctx.settings, request).session) ?? ''

type Shown = {
  values?: Values
  problems?: readonly Problem[]
  passwordProblems?: readonly Problem[]
  flash?: Flash | null
}

async function show(ctx: Context, request: RequestFacts, shown: Shown) {
  const { values, problems = [], passwordProblems = [], flash = null } = shown
  const user = await findUser(ctx, self(ctx))
  return consoleLayout(ctx, {
    title: 'Your account',
    active: 'settings',
    up: { name: 'Settings', path: '/console/settings' },
    flash,
    body: ownPage({
      user,
      form: formState(values ?? filled(user), problems),
      password: formState({}, passwordProblems, 'password'),
      sessions: await sessionsOf(ctx, user.id, tokenOf(ctx, request)),
      canMail: await canMail(ctx),
      clock: await consoleClock(ctx),
    }),
  })
}

const filled = (user: {
  name: string
  tell_drafts: boolean
  tell_promises: boolean
  tell_silence: boolean
  tell_deliveries: boolean
}): Values => ({
  name: user.name,
  ...(user.tell_drafts ? { tellDrafts: 'on' } : {}),
  ...(user.tell_promises ? { tellPromises: 'on' } : {}),
  ...(user.tell_silence ? { tellSilence: 'on' } : {}),
  ...(user.tell_deliveries ? { tellDeliveries: 'on' } : {}),
})
