import { canMail } from '../channel-accounts/can-mail.ts'
import { asSystem, type Context } from '../lib/context.ts'
import { Conflict, TooMany } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { defineJob, enqueue } from '../queue/job.ts'
import { neighbourhood } from '../web/client-address.ts'
import { createLimit, type Limit } from '../web/limit.ts'
import { linkByMail } from './mail-link.ts'
import { firstOrganization } from './organization.ts'
import { userByEmail } from './users.ts'

export const forgottenJob = defineJob('mail-forgotten-password', z.object({ email: z.string() }))

export type ForgotLimits = { readonly byPlace: Limit; readonly byAccount: Limit }

const tooOften = 'Too many links were asked for. Wait a little before the next one.'

export const forgotLimits = (): ForgotLimits => ({
  byPlace: createLimit({ name: 'forgot place', points: 10, seconds: 900, refusal: tooOften }),
  byAccount: createLimit({ name: 'forgot account', points: 3, seconds: 3600, refusal: tooOften }),
})

/**
 * Asks for a mail with a link to choose another password. Whether somebody has the address is looked up later: answer
 * and time are the same. Throws TooMany by place; one account that is asked for too often is passed over in silence.
 */
export async function forgotPassword(
  ctx: Context,
  { byPlace, byAccount }: ForgotLimits,
  { email, ip }: { email: string; ip: string },
): Promise<void> {
  if (!(await canMailLinks(ctx))) throw new Conflict('No mail can leave this installation.')
  await byPlace.take(ctx, neighbourhood(ip))
  if (await isUsedUp(ctx, byAccount, email.toLowerCase())) return
  const org = await firstOrganization(ctx)
  if (org) await enqueue({ ...ctx, org }, forgottenJob, { email })
}

/** Before anybody has signed in: of the organization that the links are of. */
export async function canMailLinks(ctx: Context): Promise<boolean> {
  return canMail({ ...ctx, org: (await firstOrganization(ctx)) ?? ctx.org })
}

async function isUsedUp(ctx: Context, limit: Limit, key: string): Promise<boolean> {
  try {
    await limit.take(ctx, key)
    return false
  } catch (error) {
    if (error instanceof TooMany) return true
    throw error
  }
}

/** Sends the link, if somebody who may sign in has the address. */
export async function mailForgotten(ctx: Context, { email }: { email: string }): Promise<void> {
  const user = await userByEmail(ctx, email)
  if (user && user.disabled_at === null) await linkByMail(asSystem(ctx, user.org_id, 'Upfront'), user.id)
}
