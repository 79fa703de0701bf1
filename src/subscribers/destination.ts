import { checked, opened, type Settings, sealed } from '../channel-accounts/settings.ts'
import { type Channel, type Medium, media } from '../channels/channel.ts'
import { carriersOf } from '../channels/index.ts'
import { parseAddress } from '../lib/address.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { keyedHash } from '../lib/seal.ts'
import { addressHash, destinationHash, mailboxHash } from './find.ts'

/** One destination on one channel, as the row of a subscriber keeps it. */
export type Destination = {
  channel: Medium
  /** Of mail alone. */
  email: string | null
  /** Of all others: JSON, encrypted. */
  target: Buffer | null
  label: string | null
  /** Whose strength it takes where that follows from the destination: the host of a webhook. */
  host: string
  address_hash: Buffer
  mailbox_hash: Buffer
}

export const mailDestination = (ctx: Context, given: string): Destination => {
  const email = parseAddress(given)
  return {
    channel: 'email',
    email,
    target: null,
    label: null,
    host: '',
    address_hash: addressHash(ctx, email),
    mailbox_hash: mailboxHash(ctx, email),
  }
}

/** Reads a destination as its channel describes it. Throws `InvalidInput` with pointers to `/channel` or below `/target`. */
export function destinationOf(ctx: Context, medium: string, target: Settings, at = '/target'): Destination {
  if (medium === 'email') return mailDestination(ctx, typeof target.email === 'string' ? target.email : '')
  const channel = channelFor(medium)
  const known = checked(channel.target, at, target)
  const identity = channel.identity(known)
  return {
    channel: channel.medium,
    email: null,
    target: sealed(ctx, { ...(known as Settings) }),
    label: channel.label(known),
    host: hostOf(channel, known, at),
    address_hash: destinationHash(ctx, channel.medium, identity),
    mailbox_hash: keyedHash(ctx.settings.secret, 'mailbox', `${channel.medium} ${identity}`),
  }
}

/** One that carries the medium: they all take the same destination. */
export function channelFor(medium: string): Channel {
  const channel = media.includes(medium as Medium) ? carriersOf(medium as Medium)[0] : undefined
  if (channel) return channel
  const known = media.filter((one) => one === 'email' || carriersOf(one).length > 0)
  throw new InvalidInput('There is no such channel.', [
    { pointer: '/channel', detail: `expected one of ${known.join(', ')}` },
  ])
}

/** What was typed, as the channel takes it. */
export const targetOf = (
  ctx: Pick<Context, 'settings'>,
  row: { target: Buffer | null; email: string | null },
): Settings => (row.target ? opened(ctx, row.target) : { email: row.email })

/** A name of 253 characters and a port; no longer name can be looked up, and the index that holds it would not take it. */
const longestHost = 259

/** Where it depends on an account, the account says it when the message leaves. */
function hostOf(channel: Channel, target: unknown, at: string): string {
  const settings = channel.settings.safeParse({})
  const host = settings.success ? channel.host({ settings: settings.data, target }) : ''
  if (host.length <= longestHost) return host
  throw new InvalidInput('The settings are not right.', [
    { pointer: at, detail: 'expected the name of a host of at most 253 characters' },
  ])
}
