import { type Context, type Role, roles } from '../lib/context.ts'
import { Conflict, type Problem } from '../lib/errors.ts'
import { asRole, isAtLeast, roleOf } from '../lib/roles.ts'
import { z } from '../lib/zod.ts'
import { consoleClock } from '../web/console/clock.ts'
import { formState } from '../web/console/forms.ts'
import { optionalText } from '../web/fields.ts'
import type { Flash } from '../web/flash.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { changeUser } from './change-user.ts'
import { inviteByMail, linkByMail, type Sent } from './mail-link.ts'
import { invite, inviteForm, linkShown, peopleList, personPage, personState } from './people-view.ts'
import { EmailAddress, PersonName, RoleName } from './schema.ts'
import { settingsPart } from './settings-part.ts'
import { findUser, listUsers } from './users.ts'

const path = '/console/settings/people'
const people = settingsPart('People', path)

/** Who can sign in: invited, changed, disabled. */
export const peoplePages = [
  people.list({ read: listUsers, actions: () => invite, body: peopleList }),
  definePage({
    method: 'GET',
    path: `${path}/new`,
    permission: 'admin',
    view: (ctx) => showInvite(ctx, { role: 'editor' }),
  }),
  defineForm({
    method: 'POST',
    path: `${path}/new`,
    permission: 'admin',
    input: z.object({ email: EmailAddress, name: optionalText(100), role: RoleName }),
    run: async (ctx, { fields }) => {
      const sent = await inviteByMail(ctx, {
        email: fields.email,
        role: fields.role,
        ...(fields.name ? { name: fields.name } : {}),
      })
      return showLink(ctx, sent, `${sent.user.name} is invited`)
    },
    invalid: (ctx, { values }, problems) => showInvite(ctx, values, problems),
  }),
  definePage({
    method: 'GET',
    path: `${path}/{id}`,
    permission: 'admin',
    view: (ctx, { params, flash }) => show(ctx, params.id, { flash }),
  }),
  defineForm({
    method: 'POST',
    path: `${path}/{id}`,
    permission: 'admin',
    input: z.object({ name: PersonName, role: z.enum(roles) }),
    run: async (ctx, { params, fields }) => {
      await changeUser(ctx, params.id, fields)
      return { to: `${path}/${params.id}`, flash: { tone: 'good', text: 'Saved. It counts from their next click.' } }
    },
    invalid: (ctx, { params, values }, problems) => show(ctx, params.id, { values, problems }),
  }),
  defineForm({
    method: 'POST',
    path: `${path}/{id}/link`,
    permission: 'admin',
    input: z.object({}),
    run: async (ctx, { params }) => showLink(ctx, await linkByMail(ctx, params.id), 'A new link'),
  }),
  ...(['disable', 'enable'] as const).map((way) =>
    defineForm({
      method: 'POST',
      path: `${path}/{id}/${way}`,
      permission: 'admin',
      input: z.object({}),
      run: async (ctx, { params }) => {
        const { name } = await changeUser(ctx, params.id, { disabled: way === 'disable' })
        const text =
          way === 'disable' ? `${name} is disabled, and signed out everywhere.` : `${name} can sign in again.`
        return { to: `${path}/${params.id}`, flash: { tone: 'good', text } }
      },
      invalid: (ctx, { params }, problems) => show(ctx, params.id, { problems }),
    }),
  ),
]

export function ownRole(ctx: Context): Role {
  const role = roleOf(ctx.actor)
  if (role === null) throw new Conflict('Only people and tokens have a role.')
  return role
}

const showInvite = (ctx: Context, values: Values, problems: readonly Problem[] = []) =>
  people.below(ctx, { title: 'Invite a person', body: inviteForm(formState(values, problems), ownRole(ctx)) })

const showLink = (ctx: Context, sent: Sent, title: string) => people.below(ctx, { title, body: linkShown(sent) })

type Shown = { values?: Values; problems?: readonly Problem[]; flash?: Flash | null }

async function show(ctx: Context, id: string, { values, problems = [], flash = null }: Shown) {
  const user = await findUser(ctx, id)
  const own = ownRole(ctx)
  return people.below(ctx, {
    title: user.name,
    state: personState(user),
    flash,
    body: personPage({
      user,
      form: formState(values ?? { name: user.name, role: user.role }, problems),
      own,
      isSelf: ctx.actor.kind === 'user' && ctx.actor.id === user.id,
      mayTouch: isAtLeast(own, asRole(user.role)),
      clock: await consoleClock(ctx),
    }),
  })
}
