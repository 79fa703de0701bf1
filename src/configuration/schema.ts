import { ChangeAccess } from '../access/schema.ts'
import { ReadableAppearance } from '../appearance/readable.ts'
import { AudienceEntry } from '../audiences/schema.ts'
import { GivenSettings, NewAccount } from '../channel-accounts/schema.ts'
import { byTelephone } from '../channels/media.ts'
import { NewComponent } from '../components/schema.ts'
import { FittingContent } from '../content/fitting.ts'
import { NewSource } from '../hooks/schema.ts'
import { HostName } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'
import { NewMessage } from '../messages/schema.ts'
import { MetricEntry, mostMetrics } from '../metrics/schema.ts'
import { ChangeOffer } from '../offered-channels/schema.ts'
import { NewPage } from '../pages/schema.ts'
import { NewRule } from '../rules/schema.ts'
import { Labels, Preferences } from '../subscribers/preferences.ts'
import { mostFiles } from '../uploads/keep.ts'
import { NewWorldChannel } from '../world-channels/schema.ts'

const { key, name, description, translations, tags, rollUp, audiences } = NewComponent.shape

/** A component and those below it, to any depth. Their order is that of the file. */
export const ComponentEntry = z.strictObject({
  key,
  name,
  description,
  translations,
  tags,
  rollUp,
  audiences,
  get components() {
    return z.array(ComponentEntry).nullish()
  },
})
export type ComponentEntry = z.infer<typeof ComponentEntry>

export const PageEntry = z.strictObject({
  ...NewPage.shape,
  domains: z.array(HostName).max(25, 'expected at most 25 names').nullish(),
  files: z.array(z.string()).max(mostFiles, `expected at most ${mostFiles} files`).nullish().meta({
    description: 'Paths of pictures and fonts, relative to this file.',
  }),
  appearance: ReadableAppearance.nullish(),
  content: FittingContent.nullish(),
  access: ChangeAccess.nullish(),
  channels: ChangeOffer.nullish(),
  worldChannels: z.array(NewWorldChannel).nullish().meta({
    description: 'Accounts and rooms of the page itself, which speak to everybody.',
  }),
  audiences: z.array(AudienceEntry).nullish(),
  components: z.array(ComponentEntry).nullish(),
  metrics: z.array(MetricEntry).max(mostMetrics, `expected at most ${mostMetrics} metrics`).nullish().meta({
    description: 'What is drawn as charts, in the order of the page. Their points are no part of the file.',
  }),
})
export type PageEntry = z.infer<typeof PageEntry>

export const SubscriberEntry = z
  .strictObject({
    page: z.string().meta({ description: 'The slug of a page.' }),
    email: z.email('expected an e-mail address').max(254).nullish(),
    channel: z.string().max(63).nullish().meta({ description: 'Another channel than mail: slack, webhook, sms.' }),
    target: GivenSettings.nullish().meta({ description: 'The destination, as the channel asks for it.' }),
    components: z.array(z.string()).min(1, 'expected at least one component; leave it out for all').nullish(),
    confirmed: z.boolean().nullish().meta({ description: 'True: the address has agreed. Else it stays unconfirmed.' }),
    consent: z.string().trim().min(1).max(1500).nullish().meta({
      description: 'With `confirmed`: how it agreed, kept as the record of consent. Needed for a telephone number.',
    }),
    preferences: Preferences.omit({ incident: true }).nullish().meta({
      description: 'What they wish beside components, until they choose for themselves.',
    }),
    labels: Labels.nullish(),
    locked: z.boolean().nullish().meta({ description: 'Several people read it: none of them can unsubscribe it.' }),
  })
  .refine(
    ({ email, channel }) => ((email ?? null) === null ? (channel ?? null) !== null : (channel ?? null) === null),
    {
      message: 'expected an `email`, or a `channel` with its `target`',
    },
  )
  .refine(
    ({ channel, confirmed, consent }) =>
      !confirmed || Boolean(consent) || !byTelephone.some((medium) => medium === channel),
    { path: ['consent'], message: 'expected how the owner of the number agreed: the law asks for it' },
  )
export type SubscriberEntry = z.infer<typeof SubscriberEntry>

/** The configuration file. What it names is set, what it does not name is left alone. */
export const Configuration = z.strictObject({
  version: z.literal(1, 'expected 1'),
  pages: z.array(PageEntry).nullish(),
  messages: z.array(NewMessage).nullish(),
  sources: z.array(NewSource).nullish(),
  channels: z.array(NewAccount).nullish().meta({
    description: 'Accounts with those who carry messages, in the order in which they are tried.',
  }),
  rules: z.array(NewRule).nullish(),
  subscribers: z.array(SubscriberEntry).nullish(),
})
export type Configuration = z.infer<typeof Configuration>
