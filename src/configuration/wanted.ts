import type { ChangeAccess } from '../access/schema.ts'
import { type Appearance, changed, plainAppearance } from '../appearance/schema.ts'
import { type AudienceSettings, membersFrom } from '../audiences/schema.ts'
import type { Price } from '../channel-accounts/schema.ts'
import type { Settings } from '../channel-accounts/settings.ts'
import type { Medium } from '../channels/channel.ts'
import { carriersOf, channelOf } from '../channels/index.ts'
import type { ComponentSettings } from '../components/schema.ts'
import type { RollUp } from '../components/status.ts'
import { type Content, changed as contentWith, plainContent } from '../content/schema.ts'
import { parseDuration, shortDuration } from '../lib/duration.ts'
import { completeShorts, completeTexts, type OtherText } from '../messages/other-words.ts'
import type { MessageTranslations, Shorts } from '../messages/schema.ts'
import type { MetricSettings } from '../metrics/schema.ts'
import { changedOffer, type Offer, plainOffer } from '../offered-channels/schema.ts'
import type { PageSettings } from '../pages/schema.ts'
import { completeRule, type RuleSettings } from '../rules/schema.ts'
import { sourceOf } from '../sources/index.ts'
import type { PreferenceChange } from '../subscribers/preferences.ts'
import type { Heard } from '../world-channels/schema.ts'
import type { WantedFile } from './files.ts'
import type { ComponentEntry, Configuration } from './schema.ts'

export type WantedPage = PageSettings & {
  appearance: Appearance
  files: WantedFile[]
  content: Content
  domains: string[] | undefined
  /** Undefined: what it offers stays as it is. */
  offer: Offer | undefined
  /** Undefined: who may read it stays as it is. */
  access: ChangeAccess | undefined
}

export type WantedComponent = {
  page: string
  key: string
  name: string
  description: string | null
  translations: ComponentSettings['translations']
  tags: Record<string, string>
  /** A key. */
  parent: string | null
  position: number
  rollUp: RollUp
  /** Keys, in order. */
  audiences: string[] | null
}

export type WantedAudience = AudienceSettings & { page: string; key: string }

/** Its audiences by key, in order. */
export type WantedMetric = MetricSettings & { page: string; key: string }

export type WantedMessage = {
  key: string
  title: string
  investigating: string
  identified: string | null
  monitoring: string | null
  resolved: string | null
  translations: MessageTranslations
  short: Shorts
  texts: OtherText[]
}

export type WantedSource = {
  key: string
  kind: string
  name: string
  /** Null: whichever it has, or one of ours. */
  token: string | null
  settings: Record<string, unknown>
  silentAfter: string | null
}

export type WantedAccount = {
  key: string
  kind: string
  name: string
  settings: Record<string, unknown>
  price: Price | null
  enabled: boolean
}

export type WantedWorldChannel = {
  page: string
  key: string
  channel: string
  target: Record<string, unknown>
  paused: boolean
  kinds: Heard['kinds']
  phases: Heard['phases']
  leastImpact: Heard['leastImpact']
}

export type WantedSubscriber = {
  page: string
  /** By mail; else `channel` and `target` say where. */
  email?: string | undefined
  channel?: string | undefined
  target?: Settings | undefined
  components: string[] | null
  confirmed: boolean
  /** How they agreed; kept with the first confirmation, and no more looked at. */
  consent?: { text: string } | undefined
  /** What the file does not name stays. */
  preferences?: PreferenceChange | undefined
  labels?: string[] | undefined
  locked?: boolean | undefined
}

/** What a configuration asks for, each list in the order in which it can be made; defaults are filled in. */
export type Wanted = {
  pages: WantedPage[]
  audiences: WantedAudience[]
  components: WantedComponent[]
  metrics: WantedMetric[]
  messages: WantedMessage[]
  sources: WantedSource[]
  accounts: WantedAccount[]
  worldChannels: WantedWorldChannel[]
  /** Page, component and message by slug and key. */
  rules: RuleSettings[]
  subscribers: WantedSubscriber[]
}

export function wantedBy(file: Configuration, files: ReadonlyMap<string, WantedFile[]> = new Map()): Wanted {
  return {
    pages: (file.pages ?? []).map(({ components: _, ...page }) => ({
      slug: page.slug,
      name: page.name,
      timeZone: page.timeZone ?? 'UTC',
      supportUrl: page.supportUrl ?? null,
      postalAddress: page.postalAddress ?? null,
      host: page.host ?? null,
      showUptime: page.showUptime ?? true,
      noindex: page.noindex ?? false,
      language: page.language ?? 'en',
      languages: page.languages ?? [],
      translations: page.translations ?? {},
      wording: page.wording ?? {},
      appearance: changed(plainAppearance, page.appearance ?? {}),
      files: files.get(page.slug) ?? [],
      // Further names: undefined leaves them as they are.
      domains: page.domains ? [...new Set(page.domains)].filter((host) => host !== page.host).sort() : undefined,
      content: contentWith(plainContent, page.content ?? {}),
      access: page.access ?? undefined,
      offer: page.channels ? changedOffer(plainOffer, page.channels) : undefined,
    })),
    audiences: (file.pages ?? []).flatMap((page) =>
      (page.audiences ?? []).map((audience) => ({
        page: page.slug,
        key: audience.key,
        name: audience.name,
        description: audience.description ?? null,
        ...membersFrom(audience),
      })),
    ),
    components: (file.pages ?? []).flatMap((page) => flatten(page.slug, page.components ?? [], null)),
    metrics: (file.pages ?? []).flatMap((page) =>
      (page.metrics ?? []).map((metric, index) => ({
        page: page.slug,
        key: metric.key,
        name: metric.name,
        description: metric.description ?? null,
        translations: metric.translations ?? {},
        unit: metric.unit ?? null,
        decimals: metric.decimals ?? 0,
        minimum: metric.minimum ?? null,
        maximum: metric.maximum ?? null,
        position: index + 1,
        audiences: metric.audiences ? [...new Set(metric.audiences)].sort() : null,
      })),
    ),
    messages: (file.messages ?? []).map((message) => ({
      key: message.key,
      title: message.title,
      investigating: message.investigating,
      identified: message.identified ?? null,
      monitoring: message.monitoring ?? null,
      resolved: message.resolved ?? null,
      translations: message.translations ?? {},
      short: completeShorts(message.short),
      texts: completeTexts(message.texts),
    })),
    sources: (file.sources ?? []).map((source) => ({
      key: source.key,
      kind: source.kind,
      name: source.name ?? sourceOf(source.kind)?.name ?? source.kind,
      token: source.token ?? null,
      settings: source.settings ?? {},
      silentAfter: shortest(source.silentAfter),
    })),
    accounts: (file.channels ?? []).map((account) => ({
      key: account.key,
      kind: account.kind,
      name: account.name ?? channelOf(account.kind)?.name ?? account.kind,
      settings: account.settings ?? {},
      price: account.price ?? null,
      enabled: account.enabled ?? true,
    })),
    worldChannels: (file.pages ?? []).flatMap((page) =>
      (page.worldChannels ?? []).map((one) => ({
        page: page.slug,
        key: one.key,
        channel: one.channel,
        target: one.target,
        paused: one.paused ?? false,
        kinds: one.kinds ?? null,
        phases: one.phases ?? 'all',
        leastImpact: one.leastImpact ?? null,
      })),
    ),
    rules: (file.rules ?? []).map(completeRule),
    subscribers: (file.subscribers ?? []).map((subscriber) => ({
      page: subscriber.page,
      ...(subscriber.email
        ? { email: subscriber.email.trim() }
        : { channel: subscriber.channel ?? '', target: targetRead(subscriber.channel ?? '', subscriber.target ?? {}) }),
      components: subscriber.components ? [...new Set(subscriber.components)].sort() : null,
      confirmed: subscriber.confirmed ?? false,
      preferences: subscriber.preferences ?? undefined,
      labels: subscriber.labels ? [...new Set(subscriber.labels)].sort() : undefined,
      locked: subscriber.locked ?? undefined,
      ...(subscriber.consent && { consent: { text: subscriber.consent } }),
    })),
  }
}

/** With the defaults of its channel, as it is kept. */
function targetRead(channel: string, given: Settings): Settings {
  const read = carriersOf(channel as Medium)[0]?.target.safeParse(given)
  return read?.success ? { ...(read.data as Settings) } : given
}

function flatten(page: string, components: ComponentEntry[], parent: string | null): WantedComponent[] {
  return components.flatMap((entry, index) => [
    {
      page,
      key: entry.key,
      name: entry.name,
      description: entry.description ?? null,
      translations: entry.translations ?? {},
      tags: entry.tags ?? {},
      parent,
      position: index + 1,
      rollUp: entry.rollUp ?? 'worst',
      audiences: entry.audiences ? [...new Set(entry.audiences)].sort() : null,
    },
    ...flatten(page, entry.components ?? [], entry.key),
  ])
}

const shortest = (duration: string | null | undefined) =>
  duration ? shortDuration(parseDuration(duration) ?? 0) : null
