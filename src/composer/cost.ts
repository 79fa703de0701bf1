import { accountsOf } from '../channel-accounts/find.ts'
import { type Price, priceOf } from '../channel-accounts/schema.ts'
import type { Medium } from '../channels/channel.ts'
import { carriersOf, channelOf } from '../channels/index.ts'
import { byTelephone } from '../channels/media.ts'
import type { Context } from '../lib/context.ts'
import { speakers } from '../notifications/speaker.ts'
import type { Page } from '../pages/find.ts'
import { sampleMessage } from './sample.ts'
import type { Sketch } from './sketch.ts'

/** So many on one channel who get the same words in the same language. */
export type Told = { channel: string; words: string | null; language: string | null; count: number }

export type Cost = {
  /** What the vendor bills: segments of text messages, else messages; null where nothing is billed by message. */
  units: number | null
  /** By the price of the first account; null where none is set. */
  cost: Price | null
}

/** What telling them costs, by channel: units as the vendor counts them, times the price of the account that is tried first. */
export async function costsOf(ctx: Context, page: Page, sketch: Sketch, told: readonly Told[]) {
  const accounts = (await accountsOf(ctx)).filter(({ enabled }) => enabled)
  const speaking = speakers()
  const known = new Map<string, number>()
  const unitsOf = (medium: Medium, { words, language }: Told): number => {
    const key = JSON.stringify([medium, words, language])
    const channel = carriersOf(medium)[0]
    const message = () => sampleMessage(ctx, page, sketch, { words, language, speaking })
    const units = known.get(key) ?? channel?.units?.(channel.write(message(), channel.sample)) ?? 1
    known.set(key, units)
    return units
  }
  return (channel: string): Cost => {
    const medium = byTelephone.find((one) => one === channel)
    if (!medium) return { units: null, cost: null }
    const units = told
      .filter((one) => one.channel === medium)
      .reduce((sum, one) => sum + one.count * unitsOf(medium, one), 0)
    const account = accounts.find(({ kind }) => channelOf(kind)?.medium === medium)
    const price = account ? priceOf(account) : null
    return { units, cost: price && { amount: Math.round(units * price.amount * 1e6) / 1e6, currency: price.currency } }
  }
}
