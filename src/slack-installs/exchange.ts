import type { Account } from '../channel-accounts/find.ts'
import { slackRedirectUrl } from '../channel-accounts/hook-url.ts'
import { exchangeSlackCode } from '../channels/slack-oauth.ts'
import type { SlackTarget } from '../channels/slack-target.ts'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict } from '../lib/errors.ts'
import { freeKey } from '../lib/free-key.ts'
import { addSubscriber } from '../subscribers/add.ts'
import { agree, waitingStates } from '../subscribers/agree.ts'
import { readChoice, writeChoice } from '../subscribers/choice.ts'
import { consentOf } from '../subscribers/consent.ts'
import { destinationOf } from '../subscribers/destination.ts'
import { lockDestination, type Subscriber, subscriberWith, suppressionOf } from '../subscribers/find.ts'
import { insertDestination } from '../subscribers/insert-destination.ts'
import { createWorldChannel } from '../world-channels/create.ts'
import { worldChannelsOf } from '../world-channels/find.ts'
import { slackAppSettingsOf } from './account.ts'
import type { Wish } from './state.ts'

/** The channel for a code, or why there is none, in Slack's word. Never throws for what Slack says. */
export async function channelFor(
  ctx: Context,
  account: Account,
  code: string,
): Promise<{ target: SlackTarget } | { trouble: string }> {
  const settings = slackAppSettingsOf(ctx, account)
  const exchanged = await exchangeSlackCode(settings, { redirect: slackRedirectUrl(ctx), code }, ctx)
  if ('target' in exchanged) return { target: exchanged.target }
  const { outcome } = exchanged
  const trouble = outcome.result === 'sent' ? 'no_channel' : outcome.reason
  ctx.log.warn({ event: 'slack_install_failed', account: account.key, why: trouble }, 'Slack did not complete it')
  return { trouble }
}

type Readers = Pick<Extract<Wish, { as: 'reader' }>, 'page' | 'components' | 'language'>

/**
 * Who chose a channel in Slack wants it to hear: that Slack let them choose it is the proof. A channel that hears already
 * gets the new token. Null where it must not be written to.
 */
export async function followInChannel(
  outer: Context,
  { page, components, language }: Readers,
  target: SlackTarget,
  ip: string,
): Promise<Subscriber | null> {
  const destination = destinationOf(outer, 'slack', target)
  return transaction(outer, async (ctx) => {
    const choice = await readChoice(ctx, page, components)
    await lockDestination(ctx, destination.mailbox_hash)
    const suppression = await suppressionOf(ctx, destination.address_hash)
    if (suppression && !suppression.erased) return null
    const known = await subscriberWith(ctx, page, destination)
    if (known?.world || known?.state === 'suppressed') return null
    if (!known) {
      const rest = { choice, language, state: 'unconfirmed', managedBy: null } as const
      const one = await insertDestination(ctx, { page, destination, ...rest })
      return agree(ctx, one, { text: await consentOf(ctx, one), ip })
    }
    const isNew = waitingStates.some((state) => state === known.state)
    if (isNew && known.managed_by === null) await writeChoice(ctx, known, choice)
    const renewed = await renew(ctx, known, destination, isNew ? language : known.language)
    return isNew ? agree(ctx, renewed, { text: await consentOf(ctx, renewed), ip }) : renewed
  })
}

type Place = Pick<Subscriber, 'target' | 'label' | 'host'>

async function renew(ctx: Context, known: Subscriber, { target, label, host }: Place, language: string | null) {
  const renewed = await ctx.db
    .updateTable('subscribers')
    .set({ target, label, host, language, updated_at: ctx.now() })
    .where('id', '=', known.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await record(ctx, { kind: 'subscriber.changed', subject: known.id, page: known.page_id })
  return renewed
}

/** An operator's own channel: it hears as a subscriber, or as what the page says to the world. In words, what came of it. */
export async function addOwnChannel(ctx: Context, as: 'world' | 'subscriber', page: string, target: SlackTarget) {
  const name = target.name ?? 'The channel'
  if (as === 'world') {
    const key = freeKey(
      'slack',
      (await worldChannelsOf(ctx, page)).map((one) => one.key),
    )
    await createWorldChannel(ctx, page, {
      key,
      channel: 'slack',
      target,
      kinds: null,
      phases: 'all',
      leastImpact: null,
    })
    return `${name} hears of the next post. Send a test to see that it works: everybody there sees it.`
  }
  const { subscriber, reason } = await addSubscriber(ctx, {
    page,
    channel: 'slack',
    target,
    components: null,
    confirmed: true,
  })
  if (subscriber?.state !== 'active') throw new Conflict(reason ?? 'The channel cannot be added.')
  return `${name} is a subscriber now. Nobody was told.`
}
