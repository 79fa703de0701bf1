import { sql } from 'kysely'
import { letterMessage } from '../channels/email-letter.ts'
import { queueLetter } from '../letters/queue.ts'
import { type Context, transaction } from '../lib/context.ts'
import { keyedHash } from '../lib/seal.ts'
import { findPage } from '../pages/find.ts'
import { pageUrl } from '../pages/url.ts'
import { newCode } from './code.ts'
import { bareFrame } from './document.ts'
import { addressHash, lockMailbox, type Subscriber, subscriberAt } from './find.ts'
import { languageFor } from './speak.ts'
import { unflushed } from './unflushed.ts'

/** So often one code can be tried, and so long it works. Another one is sent after a minute at the earliest. */
const mostTries = 5
const codeMinutes = 10
const pause = 60_000

/** Writes a code to the address, if it gets updates from the page; it opens what it hears about. */
export async function mailCode(outer: Context, { page: id, email }: { page: string; email: string }): Promise<void> {
  await transaction(outer, async (ctx) => {
    await lockMailbox(ctx, email)
    const subscriber = await subscriberAt(ctx, id, email)
    const now = ctx.now()
    if (!subscriber?.email || (subscriber.state !== 'active' && subscriber.state !== 'unsubscribed')) return
    const sentAt = (subscriber.code_expires_at?.getTime() ?? 0) - codeMinutes * 60_000
    if (now.getTime() - sentAt < pause) return
    const code = newCode(ctx)
    await ctx.db
      .updateTable('subscribers')
      .set({
        code_hash: codeHash(ctx, subscriber, code),
        code_expires_at: new Date(now.getTime() + codeMinutes * 60_000),
        code_tries: 0,
      })
      .where('id', '=', subscriber.id)
      .execute()
    const page = await findPage(ctx, id)
    const { words } = await bareFrame(ctx, page, languageFor(subscriber, page))
    const message = letterMessage({
      subject: `[${page.name}] ${words.text('code.subject', { code })}`,
      paragraphs: [words.text('code.text', { code, page: page.name })],
      action: null,
      footer: words.text('letter.unchanged', { url: await pageUrl(ctx, page) }),
      postal: page.postal_address,
      language: words.lang,
    })
    await queueLetter(ctx, { kind: 'confirmation', sender: page.name, recipient: subscriber.email, message })
  })
}

/** Whose code it is, once. Null where it is wrong, too old, or tried too often: which, nobody is told. */
export async function openByCode(
  ctx: Context,
  { page, email, code }: { page: string; email: string; code: string },
): Promise<Subscriber | null> {
  const tried = await unflushed(ctx.db, (db) =>
    db
      .updateTable('subscribers')
      .set({ code_tries: sql`code_tries + 1` })
      .where('page_id', '=', page)
      .where('channel', '=', 'email')
      .where('address_hash', '=', addressHash(ctx, email))
      .where('code_tries', '<', mostTries)
      .where('code_expires_at', '>', ctx.now())
      .where('state', 'in', ['active', 'unsubscribed'])
      .returningAll()
      .executeTakeFirst(),
  )
  const wanted = codeHash(ctx, tried ?? { id: '' }, code.replace(/\D/g, ''))
  if (!tried?.code_hash?.equals(wanted)) return null
  const opened = await ctx.db
    .updateTable('subscribers')
    .set({ code_hash: null, code_expires_at: null })
    .where('id', '=', tried.id)
    .where('code_hash', '=', wanted)
    .returningAll()
    .executeTakeFirst()
  return opened ?? null
}

const codeHash = ({ settings }: Pick<Context, 'settings'>, subscriber: { id: string }, code: string): Buffer =>
  keyedHash(settings.secret, 'manage code', `${subscriber.id} ${code}`)
