import { isNamed } from '../audiences/is-named.ts'
import { canMail } from '../channel-accounts/can-mail.ts'
import { letterMessage } from '../channels/email-letter.ts'
import { queueLetter } from '../letters/queue.ts'
import { parseAddress } from '../lib/address.ts'
import { type Base, type Context, transaction } from '../lib/context.ts'
import { TooMany } from '../lib/errors.ts'
import { newSecret } from '../lib/id.ts'
import { digest } from '../lib/seal.ts'
import { z } from '../lib/zod.ts'
import { findPage, type Page } from '../pages/find.ts'
import { pageUrl } from '../pages/url.ts'
import { defineJob, enqueue } from '../queue/job.ts'
import { bareFrame } from '../subscribers/document.ts'
import { languageFor } from '../subscribers/speak.ts'
import { neighbourhood } from '../web/client-address.ts'
import { createLimit } from '../web/limit.ts'
import { accessOf } from './find.ts'
import { isListed, offersMail } from './schema.ts'
import { isSubscriber } from './sign-in.ts'

export const linkMinutes = 20

export const mailLinkJob = defineJob(
  'mail-sign-in-link',
  z.object({ page: z.string(), email: z.string(), next: z.string(), language: z.string().optional() }),
)

/** Mail that somebody may ask for: by place, and for one address. */
export const mailLimits = () => {
  const shared = { seconds: 3600, refusal: 'Too many links were asked for. Wait a little before the next one.' }
  return {
    byPlace: createLimit({ name: 'sign-in link place', points: 20, ...shared }),
    byAddress: createLimit({ name: 'sign-in link address', points: 5, ...shared }),
  }
}
export type MailLimits = ReturnType<typeof mailLimits>

/**
 * Takes the wish for a link and answers the same, in the same time, whoever it is: whether the address may sign in is
 * looked up in a job. Throws InvalidInput where it is no address, and TooMany by place; one address that is asked for too
 * often is passed over in silence. Null where no mail can leave: a link that waited would be too old.
 */
export async function askForLink(
  ctx: Context,
  { byPlace, byAddress }: MailLimits,
  input: { page: Page; email: string; next: string; language: string; ip: string },
): Promise<string | null> {
  const email = parseAddress(input.email)
  await byPlace.take(ctx, `${input.page.id} ${neighbourhood(input.ip)}`)
  const often = await byAddress.take(ctx, `${input.page.id} ${email.toLowerCase()}`).then(
    () => false,
    (error) => {
      if (error instanceof TooMany) return true
      throw error
    },
  )
  if (!(await canMail(ctx))) return null
  const { next, language } = input
  if (!often) await enqueue(ctx, mailLinkJob, { page: input.page.id, email, next, language })
  return email
}

type Asked = { page: string; email: string; next: string; language?: string | undefined }

/** Writes to the address if it may sign in, in the language of the form. */
export async function mailLink(outer: Context, input: Asked) {
  await transaction(outer, async (ctx) => {
    const page = await findPage(ctx, input.page)
    if (!(await maySignIn(ctx, page.id, input.email))) return
    const token = newSecret(ctx)
    await ctx.db
      .insertInto('access_links')
      .values({
        token_hash: digest(token),
        org_id: ctx.org,
        page_id: page.id,
        email: input.email,
        next: input.next,
        created_at: ctx.now(),
        expires_at: new Date(ctx.now().getTime() + linkMinutes * 60_000),
      })
      .execute()
    const url = await pageUrl(ctx, page)
    const { words } = await bareFrame(ctx, page, languageFor({ language: input.language ?? null }, page))
    const message = letterMessage({
      subject: `[${page.name}] ${words.text('signin.mail')}`,
      paragraphs: [words.text('signin.mail_text', { page: page.name, time: words.duration(linkMinutes * 60_000) })],
      action: { label: words.text('signin.heading'), url: `${url}/sign-in/link/${token}` },
      footer: words.text('signin.mail_stranger', { url }),
      postal: page.postal_address,
      language: words.lang,
    })
    await queueLetter(ctx, { kind: 'sign-in', sender: page.name, recipient: input.email, message })
  })
}

/** Whether a mailed link lets this address in. */
export async function maySignIn(ctx: Context, page: string, email: string): Promise<boolean> {
  const access = await accessOf(ctx, page)
  if (!offersMail(access)) return false
  if (isListed(access, email)) return true
  if (access.subscribers && (await isSubscriber(ctx, page, email))) return true
  return access.named && (await isNamed(ctx, page, email))
}

/** Whose link it is. Null where it is used, too old, of another page, or none. Changes nothing. */
export async function readLink(base: Pick<Base, 'db' | 'now'>, page: string, token: string) {
  return (await open(base, page, token).select(['email', 'next']).executeTakeFirst()) ?? null
}

/** The same, once. Null too where the address may not sign in any more. */
export async function useLink(outer: Context, page: string, token: string) {
  return transaction(outer, async (ctx) => {
    const used = await ctx.db
      .updateTable('access_links')
      .set({ used_at: ctx.now() })
      .where('token_hash', '=', digest(token))
      .where('page_id', '=', page)
      .where('used_at', 'is', null)
      .where('expires_at', '>', ctx.now())
      .returning(['email', 'next'])
      .executeTakeFirst()
    return used && (await maySignIn(ctx, page, used.email)) ? used : null
  })
}

const open = ({ db, now }: Pick<Base, 'db' | 'now'>, page: string, token: string) =>
  db
    .selectFrom('access_links')
    .where('token_hash', '=', digest(token))
    .where('page_id', '=', page)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now())
