import { accessFieldsOfFile, accessSecrets } from '../access/file.ts'
import { flat } from '../appearance/schema.ts'
import type { Medium } from '../channels/channel.ts'
import { carriersOf, channelOf } from '../channels/index.ts'
import { secretSettings } from '../hooks/settings.ts'
import { digest } from '../lib/seal.ts'
import { secretNames } from '../lib/setting-fields.ts'
import { z } from '../lib/zod.ts'
import type { PageSettings } from '../pages/schema.ts'
import type { RuleSettings } from '../rules/schema.ts'
import type { Existing, Present } from './existing.ts'
import type {
  Wanted,
  WantedAccount,
  WantedAudience,
  WantedComponent,
  WantedMetric,
  WantedPage,
  WantedSource,
  WantedSubscriber,
  WantedWorldChannel,
} from './wanted.ts'

/** In the order in which things can be made. */
export const itemKinds = [
  'page',
  'audience',
  'component',
  'metric',
  'message',
  'source',
  'account',
  'world channel',
  'rule',
  'subscriber',
] as const
export type Kind = (typeof itemKinds)[number]

type Fields = Record<string, unknown>

/** A thing of any kind, by its name and by what can be compared. A field that is undefined is not compared. */
export type Item = { name: string; fields: Fields; secret: readonly string[] }
export type PresentItem = Item & { id: string; managedBy: string | null; gone: string | null; page: string | null }

export const nameOf = {
  page: (page: PageSettings) => page.slug,
  audience: (audience: WantedAudience) => `${audience.page}/${audience.key}`,
  component: (component: WantedComponent) => `${component.page}/${component.key}`,
  metric: (metric: WantedMetric) => `${metric.page}/${metric.key}`,
  message: (message: { key: string }) => message.key,
  source: (source: WantedSource) => source.key,
  account: (account: WantedAccount) => account.key,
  worldChannel: (one: WantedWorldChannel) => `${one.page}/${one.key}`,
  rule: (rule: RuleSettings) => rule.name,
  subscriber: (subscriber: WantedSubscriber) => `${placeOf(subscriber)} of ${subscriber.page}`,
}

/** An address as it is; of others what the console calls it, told apart by letters that open nothing. */
function placeOf({ email, channel = '', target = {} }: WantedSubscriber): string {
  if (email !== undefined) return email.toLowerCase()
  const carrier = carriersOf(channel as Medium)[0]
  const read = carrier?.target.safeParse(target)
  if (!carrier || !read?.success) return channel
  return `${carrier.label(read.data)} (${digest(carrier.identity(read.data)).toString('hex').slice(0, 6)})`
}

/** All that is wanted, by kind. */
export function wantedItems(wanted: Wanted, existing: Existing): Record<Kind, Item[]> {
  const held = new Map(existing.sources.map(({ is }) => [is.key, is]))
  const agreed = new Map(existing.subscribers.map(({ is }) => [nameOf.subscriber(is), is.confirmed]))
  return {
    page: wanted.pages.map((page) => ({
      ...plain(nameOf.page(page), pageFields(page)),
      secret: accessSecrets(page.access),
    })),
    audience: wanted.audiences.map((audience) => plain(nameOf.audience(audience), { ...audience })),
    component: wanted.components.map((component) => plain(nameOf.component(component), { ...component })),
    metric: wanted.metrics.map((metric) => plain(nameOf.metric(metric), { ...metric })),
    message: wanted.messages.map((message) => plain(nameOf.message(message), { ...message })),
    source: wanted.sources.map((source) => {
      const fields = sourceFields(source)
      // A setting that the file no longer gives is taken away.
      const dropped = Object.keys(held.get(source.key)?.settings ?? {}).map((name) => [`settings.${name}`, null])
      const token = source.token ?? undefined
      return {
        name: source.key,
        fields: { ...Object.fromEntries(dropped), ...fields, token },
        secret: secretsOf(source),
      }
    }),
    account: wanted.accounts.map((account) =>
      withDropped(
        accountItem(account),
        existing.accounts.find(({ is }) => is.key === account.key)?.is.settings,
        'settings',
      ),
    ),
    'world channel': wanted.worldChannels.map((one) =>
      withDropped(
        worldItem(one),
        existing.worldChannels.find(({ is }) => nameOf.worldChannel(is) === nameOf.worldChannel(one))?.is.target,
        'target',
      ),
    ),
    rule: wanted.rules.map((rule) => plain(rule.name, { ...rule })),
    subscriber: wanted.subscribers.map((subscriber) => {
      const name = nameOf.subscriber(subscriber)
      // Who has agreed is not asked again because a file says nothing about it.
      const confirmed = subscriber.confirmed || (agreed.get(name) ?? false)
      return subscriberItem(name, subscriber, confirmed)
    }),
  }
}

/** All that is there, by kind. */
export function presentItems(existing: Existing): Record<Kind, PresentItem[]> {
  return {
    page: existing.pages.map((one) => present(one, plain(nameOf.page(one.is), pageFields(one.is)), null)),
    audience: existing.audiences.map((one) => present(one, plain(nameOf.audience(one.is), { ...one.is }), one.is.page)),
    component: existing.components.map((one) =>
      present(one, plain(nameOf.component(one.is), { ...one.is }), one.is.page),
    ),
    metric: existing.metrics.map((one) => present(one, plain(nameOf.metric(one.is), { ...one.is }), one.is.page)),
    message: existing.messages.map((one) => present(one, plain(nameOf.message(one.is), { ...one.is }), null)),
    source: existing.sources.map((one) =>
      present(one, { name: one.is.key, fields: sourceFields(one.is), secret: secretsOf(one.is) }, null),
    ),
    account: existing.accounts.map((one) => present(one, accountItem(one.is), null)),
    'world channel': existing.worldChannels.map((one) => present(one, worldItem(one.is), one.is.page)),
    rule: existing.rules.map((one) => present(one, plain(one.is.name, { ...one.is }), null)),
    subscriber: existing.subscribers.map((one) => {
      const { confirmed } = one.is
      return present(one, subscriberItem(nameOf.subscriber(one.is), one.is, confirmed), one.is.page)
    }),
  }
}

/** Without where it stands among the others: their order follows the file by itself. */
const accountItem = ({ settings, ...account }: WantedAccount): Item => ({
  name: account.key,
  fields: { ...account, ...below('settings', settings) },
  secret: secretNames(channelOf(account.kind)?.settings ?? z.object({})).map((name) => `settings.${name}`),
})

const worldItem = ({ target, ...one }: WantedWorldChannel): Item => ({
  name: nameOf.worldChannel({ ...one, target }),
  fields: { ...one, ...below('target', target) },
  secret: secretNames(carriersOf(one.channel as Medium)[0]?.target ?? z.object({})).map((name) => `target.${name}`),
})

const below = (part: string, settings: Record<string, unknown>): Fields =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [`${part}.${name}`, value]))

/** A setting that the file no longer gives is taken away. */
const withDropped = (item: Item, held: Record<string, unknown> = {}, part: string): Item => ({
  ...item,
  fields: { ...Object.fromEntries(Object.keys(held).map((name) => [`${part}.${name}`, null])), ...item.fields },
})

const subscriberItem = (name: string, one: WantedSubscriber, confirmed: boolean): Item => ({
  name,
  fields: { ...subscriberFields(one), ...below('target', one.target ?? {}), confirmed },
  secret: secretNames(carriersOf(one.channel as Medium)[0]?.target ?? z.object({})).map((field) => `target.${field}`),
})

const subscriberFields = ({ components, preferences = {}, labels, locked }: WantedSubscriber): Fields => ({
  components,
  ...below('preferences', preferences),
  labels,
  locked,
})

const plain = (name: string, fields: Fields): Item => ({ name, fields, secret: [] })

const present = (one: Omit<Present<unknown>, 'is'>, item: Item, page: string | null): PresentItem => ({
  ...item,
  id: one.id,
  managedBy: one.managedBy,
  gone: one.gone ?? null,
  page,
})

const pageFields = ({ appearance, content, files, access, offer, ...page }: WantedPage): Fields => ({
  ...page,
  ...accessFieldsOfFile(access),
  ...(offer ? { 'channels.channels': offer.channels, 'channels.countries': offer.countries } : {}),
  ...Object.fromEntries(files.map(({ name, sourceHash }) => [`file ${name}`, sourceHash])),
  ...Object.fromEntries(Object.entries(content).map(([name, value]) => [`content.${name}`, value])),
  ...Object.fromEntries(Object.entries(flat(appearance)).map(([name, value]) => [`appearance.${name}`, value])),
})

const sourceFields = ({ settings, ...source }: WantedSource): Fields => ({
  ...source,
  ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [`settings.${name}`, value])),
})

const secretsOf = (source: WantedSource) => ['token', ...secretSettings(source.kind).map((name) => `settings.${name}`)]
