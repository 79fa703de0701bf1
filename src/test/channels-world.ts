import { createAccount } from '../channel-accounts/create.ts'
import { makeDkimKey } from '../channel-accounts/dkim.ts'
import { accountKinds } from '../channel-accounts/kinds.ts'
import { type Medium, media } from '../channels/channel.ts'
import { carriersOf, channels } from '../channels/index.ts'
import { proofOf } from '../channels/media.ts'
import type { Context } from '../lib/context.ts'
import { addSubscriber } from '../subscribers/add.ts'
import { createWorldChannel } from '../world-channels/create.ts'
import { worldKinds } from '../world-channels/find.ts'

type Settings = Record<string, unknown>

/** An account of every kind, a subscriber on every channel, and a page's own voice on each of the others. */
export async function channelsWorld(ctx: Context, page: string) {
  const accounts = new Map<string, string>()
  for (const { kind, sample } of accountKinds()) {
    const price = kind === 'twilio-sms' ? { amount: 0.0079, currency: 'USD' } : null
    const { id } = await createAccount(ctx, { key: kind, kind, settings: sample.settings as Settings, price })
    accounts.set(kind, id)
  }
  await makeDkimKey(ctx, accounts.get('smtp')!)
  const people = new Map<Medium, string>()
  for (const medium of subscribable) {
    const { subscriber } = await addSubscriber(ctx, {
      page,
      channel: medium,
      target: carriersOf(medium)[0]!.sample.target as Settings,
      components: null,
      confirmed: true,
      consent: { text: 'Contract of 2 March 2026, section 4' },
      labels: ['vip', 'region eu'],
    })
    people.set(medium, subscriber!.id)
  }
  const voices = new Map<Medium, string>()
  for (const { medium, sample } of worldKinds()) {
    if (people.has(medium)) continue
    const target = sample.target as Settings
    const { id } = await createWorldChannel(ctx, page, { key: `to-${medium}`, channel: medium, target })
    voices.set(medium, id)
  }
  return { accounts, people, voices }
}

const subscribable = media.filter(
  (medium) =>
    medium !== 'email' &&
    proofOf(medium) !== 'permission' &&
    channels.some((channel) => channel.medium === medium && channel.reaches.includes('subscriber')),
)
