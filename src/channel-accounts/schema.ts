import { Key, oneLine } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'

export const Price = z
  .strictObject({
    amount: z.number().nonnegative('expected 0 or more').max(1000, 'expected at most 1000'),
    currency: z.string().regex(/^[A-Z]{3}$/, 'expected three capital letters, such as EUR'),
  })
  .meta({ description: 'What one message costs, or one segment of it: for the estimate before a post is sent.' })
export type Price = z.infer<typeof Price>

export const GivenSettings = z.record(z.string(), z.unknown())

const shape = {
  key: Key.meta({ description: 'Names it in addresses and files.' }),
  kind: z.string().max(63).meta({ description: 'Whose account it is: twilio-sms, slack-app.' }),
  name: oneLine(100).optional().meta({ description: "For people; the vendor's name when absent." }),
  settings: GivenSettings.optional().meta({
    description: 'What this kind asks for. A secret that is set is shown as `<kept>`; given back, it stays.',
  }),
  price: Price.nullish(),
  enabled: z.boolean().optional().meta({ description: 'Whether messages go by it. True when absent.' }),
}

export const NewAccount = z.strictObject(shape)
export type NewAccount = z.infer<typeof NewAccount>

const { key: _key, kind: _kind, ...changeable } = shape

export const ChangeAccount = z.strictObject(changeable).partial()
export type ChangeAccount = z.infer<typeof ChangeAccount>

/** Money is counted in millionths, so that a fraction of a cent is exact. */
export const priceColumns = (price: Price | null) => ({
  price_micros: price ? Math.round(price.amount * 1e6) : null,
  currency: price?.currency ?? null,
})

export const priceOf = (row: { price_micros: number | null; currency: string | null }): Price | null =>
  row.price_micros === null || row.currency === null ? null : { amount: row.price_micros / 1e6, currency: row.currency }
