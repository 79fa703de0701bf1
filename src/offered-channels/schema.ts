import { media } from '../channels/channel.ts'
import { z } from '../lib/zod.ts'

const Country = z.string().regex(/^[A-Z]{2}$/, 'expected two capital letters, such as DE')

/** What readers of a page can subscribe by. */
export const ChangeOffer = z
  .strictObject({
    channels: z
      .array(z.enum(media, `expected one of ${media.join(', ')}`))
      .max(media.length)
      .nullable()
      .meta({
        description:
          'Channels that readers can choose, as far as an account carries them. Null: e-mail, webhook, Slack and Microsoft Teams, and whatever you have an account for.',
      }),
    countries: z
      .array(Country)
      .max(250)
      .meta({ description: 'Countries whose telephone numbers may sign up. None: no number may.' }),
  })
  .partial()
  .openapi('ChangeOfferedChannels')
export type ChangeOffer = z.output<typeof ChangeOffer>

/** All of it, as it is kept: in one order, nothing twice. */
export type Offer = { channels: (typeof media)[number][] | null; countries: string[] }

export const plainOffer: Offer = { channels: null, countries: [] }

export const changedOffer = (before: Offer, { channels, countries }: ChangeOffer): Offer => ({
  channels: channels === undefined ? before.channels : channels && media.filter((one) => channels.includes(one)),
  countries: countries === undefined ? before.countries : [...new Set(countries)].sort(),
})
