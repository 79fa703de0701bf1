import { record } from '../events/record.ts'
import { findIncident } from '../incidents/find.ts'
import { type Base, type Context, transaction } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import { digest } from '../lib/seal.ts'
import { findPage } from '../pages/find.ts'
import { waitingStates } from './agree.ts'
import { choiceOf, choiceSaid } from './choice.ts'
import { bareFrame } from './document.ts'
import { ipHash, type Subscriber } from './find.ts'
import { asReader } from './link.ts'
import { languageFor } from './speak.ts'

/** What a confirmation link asks, and of whom. Null where the link is used, expired, replaced, or none. Changes nothing. */
export async function readConfirmation(base: Base, token: string) {
  const subscriber = await waiting(base, token)
  if (!subscriber) return null
  const ctx = asReader(base, subscriber.org_id)
  return { ctx, subscriber, text: await consentText(ctx, subscriber) }
}

/**
 * The owner of the address says yes: from now on it is told. Keeps when, from where (as a keyed hash) and the text that
 * was agreed to. Throws NotFound where the link is used, expired, replaced, or none.
 */
export async function confirmSubscriber(base: Base, token: string, ip: string): Promise<Subscriber> {
  const found = await waiting(base, token)
  if (!found) throw new NotFound('confirmation link')
  return transaction(asReader(base, found.org_id), async (ctx) => {
    const now = ctx.now()
    const confirmed = await ctx.db
      .updateTable('subscribers')
      .set({
        state: 'active',
        reason: null,
        // The link stays known, so that a second press on it can be told that it is done; without a time it confirms nothing.
        confirm_expires_at: null,
        consent_at: now,
        consent_text: await consentText(ctx, found),
        consent_ip_hash: ipHash(ctx, ip),
        soft_bounces: 0,
        updated_at: now,
      })
      .where('id', '=', found.id)
      .where('confirm_hash', '=', digest(token))
      .where('confirm_expires_at', 'is not', null)
      .where('state', 'in', waitingStates)
      .returningAll()
      .executeTakeFirst()
    if (!confirmed) throw new NotFound('confirmation link')
    await ctx.db
      .deleteFrom('suppressions')
      .where('org_id', '=', ctx.org)
      .where('address_hash', '=', confirmed.address_hash)
      .where('erased', '=', true)
      .execute()
    await record(ctx, { kind: 'subscriber.confirmed', subject: confirmed.id, page: confirmed.page_id })
    return confirmed
  })
}

/** Who said yes by this link and hears since. */
export const confirmedSubscriber = (base: Base, token: string): Promise<Subscriber | undefined> =>
  base.db
    .selectFrom('subscribers')
    .selectAll()
    .where('confirm_hash', '=', digest(token))
    .where('confirm_expires_at', 'is', null)
    .where('state', '=', 'active')
    .executeTakeFirst()

const waiting = (base: Base, token: string): Promise<Subscriber | undefined> =>
  base.db
    .selectFrom('subscribers')
    .selectAll()
    .where('confirm_hash', '=', digest(token))
    .where('confirm_expires_at', '>', base.now())
    .where('state', 'in', waitingStates)
    .executeTakeFirst()

/** The sentence above the button, kept as proof of what was agreed to. */
async function consentText(ctx: Context, subscriber: Subscriber): Promise<string> {
  const page = await findPage(ctx, subscriber.page_id)
  const { words } = await bareFrame(ctx, page, languageFor(subscriber, page))
  const incident = subscriber.only_incident && (await findIncident(ctx, subscriber.only_incident))
  if (incident) return words.text('confirm.consent_only', { title: incident.title })
  const what = await choiceSaid(ctx, page.id, await choiceOf(ctx, subscriber), words)
  return words.text('confirm.consent', { page: page.name, what })
}
