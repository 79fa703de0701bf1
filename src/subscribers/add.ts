import { isDeepStrictEqual } from 'node:util'
import type { Settings } from '../channel-accounts/settings.ts'
import type { Medium } from '../channels/channel.ts'
import { proofOf } from '../channels/media.ts'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { fileOf, refuseManaged, takesOver } from '../lib/managed.ts'
import { findPage } from '../pages/find.ts'
import { writeMarks } from './change.ts'
import { type Choice, readChoice, writeChoice } from './choice.ts'
import { channelFor, type Destination, destinationOf, mailDestination, targetOf } from './destination.ts'
import { findSubscriber, lockDestination, type Subscriber, subscriberWith, suppressionOf } from './find.ts'
import { askedConsent, isHearsay } from './hearsay.ts'
import { insertDestination } from './insert-destination.ts'
import type { PreferenceChange } from './preferences.ts'
import { tryQuestion } from './question.ts'
import { mayComeBack } from './remove.ts'
import { tryConfirmation } from './send-confirmation.ts'
import { writeWishes } from './wish.ts'
import { withSecret } from './with-secret.ts'

export type NewEntry = {
  page: string
  /** By mail; on another channel `channel` and `target` say where. */
  email?: string | undefined
  channel?: string | undefined
  target?: Settings | undefined
  components: readonly string[] | null
  /** The organization vouches that the person agreed. */
  confirmed: boolean
  /** How and when they agreed, where the organization kept it. */
  consent?: { text?: string | undefined; at?: string | undefined } | undefined
  /** Ask an unconfirmed one by mail. A configuration file never does. */
  ask?: boolean
  preferences?: PreferenceChange | undefined
  labels?: readonly string[] | undefined
  locked?: boolean | undefined
}

export type Added = {
  /** Null where the address may not be written to and is not on this page. */
  subscriber: Subscriber | null
  outcome: 'added' | 'changed' | 'unchanged' | 'left_alone'
  /** Why it was left alone. */
  reason: string | null
  /** Of a destination that came without: the secret that its messages are signed with, to be shown this once. */
  signingSecret?: string | null
}

/**
 * Adds a subscriber in the name of the organization, or brings one in line. An address that unsubscribed, bounced,
 * complained or was erased is left alone: only its owner can come back.
 */
export async function addSubscriber(outer: Context, input: NewEntry): Promise<Added> {
  const { destination, made } = wantedDestination(outer, input)
  refuseHearsay(destination, input)
  const added = await transaction(outer, async (ctx): Promise<Added> => {
    const page = await findPage(ctx, input.page)
    const choice = await readChoice(ctx, page.id, input.components)
    await lockDestination(ctx, destination.mailbox_hash)
    const known = await revived(ctx, await subscriberWith(ctx, page.id, destination))
    if (known?.world)
      return { subscriber: null, outcome: 'left_alone', reason: 'The page itself speaks there, to everybody.' }
    if (known && known.state !== 'active' && known.state !== 'unconfirmed')
      return { subscriber: known, outcome: 'left_alone', reason: gone[known.state] ?? known.state }
    const suppression = await suppressionOf(ctx, destination.address_hash)
    if (suppression) return { subscriber: known ?? null, outcome: 'left_alone', reason: suppression.reason }
    const added = known
      ? await bringInLine(ctx, known, destination, choice, input)
      : await insert(ctx, page.id, destination, choice, input)
    if (input.ask && added.subscriber?.state === 'unconfirmed')
      await (destination.channel === 'email' ? tryConfirmation : tryQuestion)(ctx, added.subscriber)
    return added
  })
  return { ...added, signingSecret: added.outcome === 'added' ? made : null }
}

function refuseHearsay({ channel }: Destination, { confirmed, consent }: NewEntry) {
  const entry = { state: confirmed ? 'active' : 'unconfirmed', consentText: consent?.text ?? null } as const
  if (isHearsay(channel, entry))
    throw new InvalidInput('Say how they agreed.', [{ pointer: '/consent/text', detail: askedConsent }])
}

type WantedDestination = { destination: Destination; made: string | null }

/** Where an entry says that it leads. Throws `InvalidInput` with pointers to `/email`, `/channel` or below `/target`. */
export function wantedDestination(
  ctx: Context,
  { email, channel = 'email', target: given = {} }: Pick<NewEntry, 'email' | 'channel' | 'target'>,
): WantedDestination {
  if (email !== undefined) return { destination: mailDestination(ctx, email), made: null }
  if (channel === 'email') return { destination: destinationOf(ctx, channel, given), made: null }
  const carrier = channelFor(channel)
  refuseBrowsers(carrier.medium)
  const { target, made } = withSecret(ctx, carrier, given)
  return { destination: destinationOf(ctx, channel, target), made }
}

function refuseBrowsers(medium: Medium) {
  if (proofOf(medium) === 'permission')
    throw new InvalidInput('Only the browser itself can ask for its notifications.', [
      { pointer: '/channel', detail: 'expected another channel: a browser asks by itself, on the page' },
    ])
}

const gone: Record<string, string> = {
  unsubscribed: 'It unsubscribed.',
  suppressed: 'It takes no messages any more.',
  quarantined: 'It is in quarantine.',
  erased: 'It was erased.',
}

/** One that was only taken out of the file, or taken away by an operator, starts anew. */
async function revived(ctx: Context, known: Subscriber | undefined): Promise<Subscriber | undefined> {
  if (known?.state !== 'unsubscribed' || !mayComeBack(known.reason)) return known
  return ctx.db
    .updateTable('subscribers')
    .set({ state: 'unconfirmed', reason: null })
    .where('id', '=', known.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

async function insert(
  ctx: Context,
  page: string,
  destination: Destination,
  choice: Choice,
  input: NewEntry,
): Promise<Added> {
  const { confirmed } = input
  const state = confirmed ? 'active' : 'unconfirmed'
  const inserted = await insertDestination(ctx, { page, destination, choice, state, managedBy: fileOf(ctx) })
  const subscriber = (await writeRest(ctx, inserted, input)) ? await findSubscriber(ctx, inserted.id) : inserted
  return { subscriber: confirmed ? await vouch(ctx, subscriber, input) : subscriber, outcome: 'added', reason: null }
}

const writeRest = async (ctx: Context, subscriber: Subscriber, input: NewEntry): Promise<boolean> => {
  const wished = await writeWishes(ctx, subscriber, input.preferences ?? {})
  return (await writeMarks(ctx, subscriber, input)) || wished
}

async function bringInLine(
  ctx: Context,
  before: Subscriber,
  destination: Destination,
  choice: Choice,
  input: NewEntry,
): Promise<Added> {
  const { confirmed } = input
  refuseManaged(ctx, 'This subscriber', before)
  const isRenewed = await renewTarget(ctx, before, destination)
  const isWished = (await writeRest(ctx, before, input)) || isRenewed
  const known = isWished ? await findSubscriber(ctx, before.id) : before
  const isChosen = (await writeChoice(ctx, known, choice)) || isWished
  const isTaken = takesOver(ctx, known)
  if (isTaken)
    await ctx.db
      .updateTable('subscribers')
      .set({ managed_by: fileOf(ctx) })
      .where('id', '=', known.id)
      .execute()
  const isConfirmed = confirmed && known.state === 'unconfirmed'
  const now = { ...known, all_components: choice === null, managed_by: isTaken ? fileOf(ctx) : known.managed_by }
  if (!isChosen && !isTaken && !isConfirmed) return { subscriber: now, outcome: 'unchanged', reason: null }
  if (isChosen || isTaken) await record(ctx, { kind: 'subscriber.changed', subject: known.id, page: known.page_id })
  return { subscriber: isConfirmed ? await vouch(ctx, now, input) : now, outcome: 'changed', reason: null }
}

/** A file says what the keys of its own destinations are; nobody else replaces those of a reader. */
async function renewTarget(ctx: Context, before: Subscriber, { target, label, host }: Destination): Promise<boolean> {
  const isOfFile = fileOf(ctx) !== null && before.target !== null && target !== null
  if (!isOfFile || isDeepStrictEqual(targetOf(ctx, before), targetOf(ctx, { target, email: null }))) return false
  await ctx.db
    .updateTable('subscribers')
    .set({ target, label, host, updated_at: ctx.now() })
    .where('id', '=', before.id)
    .execute()
  return true
}

/** Who says that somebody agreed, and how they did where that is known. */
export const vouched = ({ actor }: Pick<Context, 'actor'>, how?: string): string =>
  `${actor.name} vouches that this address agreed${how ? `: ${how}` : '.'}`

/** Keeps who said that the person agreed. */
async function vouch(ctx: Context, subscriber: Subscriber, { consent = {} }: NewEntry): Promise<Subscriber> {
  const active = await ctx.db
    .updateTable('subscribers')
    .set({
      state: 'active',
      confirm_hash: null,
      confirm_expires_at: null,
      consent_at: consent.at === undefined ? ctx.now() : new Date(consent.at),
      consent_text: vouched(ctx, consent.text),
      updated_at: ctx.now(),
    })
    .where('id', '=', subscriber.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await record(ctx, { kind: 'subscriber.confirmed', subject: subscriber.id, page: subscriber.page_id })
  return active
}
