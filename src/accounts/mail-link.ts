import { canMail } from '../channel-accounts/can-mail.ts'
import { letterMessage } from '../channels/email-letter.ts'
import { queueLetter } from '../letters/queue.ts'
import { type Context, transaction } from '../lib/context.ts'
import { inviteUser, makePasswordLink } from './invite.ts'
import type { NewUser } from './schema.ts'
import { findUser, type User } from './users.ts'

export type Sent = {
  user: User
  link: string
  /** A letter with the link is on its way. */
  mailed: boolean
}

/** Invites a person, and writes the link to them where mail is configured. */
export async function inviteByMail(outer: Context, input: NewUser): Promise<Sent> {
  return transaction(outer, async (ctx) => {
    const { user, link } = await inviteUser(ctx, input)
    return { user, link, mailed: await mailLink(ctx, user, link) }
  })
}

/** Makes a new link to set a password with, and writes it to its person where mail is configured. */
export async function linkByMail(outer: Context, id: string): Promise<Sent> {
  return transaction(outer, async (ctx) => {
    const link = await makePasswordLink(ctx, id)
    const user = await findUser(ctx, id)
    return { user, link, mailed: await mailLink(ctx, user, link) }
  })
}

async function mailLink(ctx: Context, user: User, link: string): Promise<boolean> {
  if (!(await canMail(ctx))) return false
  const { name } = await ctx.db
    .selectFrom('organizations')
    .select('name')
    .where('id', '=', ctx.org)
    .executeTakeFirstOrThrow()
  const kind = user.password_hash === null ? 'invitation' : 'reset'
  const sender = name === 'Upfront' ? name : `${name} · Upfront`
  const message = letterMessage(kind === 'invitation' ? invitation(ctx, name, link) : reset(ctx, user, name, link))
  return queueLetter(ctx, { kind, sender, recipient: user.email, message })
}

const invitation = ({ actor }: Context, name: string, url: string) => ({
  subject: `[${name}] Your invitation to the console`,
  paragraphs: [
    `${actor.kind === 'user' ? `${actor.name} invites you` : 'You are invited'} to the console of ${name}, where its status pages are written.`,
    'Choose a password to come in. The link works for a week, once.',
  ],
  action: { label: 'Choose a password', url },
  footer: 'You get this because your address was given for the invitation. If that is a mistake, do nothing.',
})

const reset = ({ actor }: Context, user: User, name: string, url: string) => ({
  subject: `[${name}] Choose another password`,
  paragraphs: [
    actor.kind === 'user' && actor.id !== user.id
      ? `${actor.name} made you a link to choose another password for the console of ${name}.`
      : `Here is the link to choose another password for the console of ${name}.`,
    'It works for 30 minutes, once. Whoever is signed in with your account is signed out then.',
  ],
  action: { label: 'Choose another password', url },
  footer:
    'You get this because the link was asked for with your address. If that was not you, do nothing: your password stays as it is.',
})
