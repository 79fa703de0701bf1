import { isDeepStrictEqual } from 'node:util'
import { stringify } from 'yaml'
import { accessEntry } from '../access/file.ts'
import { changed, openAccess } from '../access/schema.ts'
import { worthSaying } from '../appearance/schema.ts'
import type { Medium } from '../channels/channel.ts'
import { carriersOf, channelOf } from '../channels/index.ts'
import { worthSaying as contentWorthSaying } from '../content/schema.ts'
import { secretSettings } from '../hooks/settings.ts'
import type { Context } from '../lib/context.ts'
import { secretNames } from '../lib/setting-fields.ts'
import { z } from '../lib/zod.ts'
import { usualFlapWindow } from '../rules/schema.ts'
import { noWishes, type PreferenceChange } from '../subscribers/preferences.ts'
import { type Existing, loadExisting, type Present } from './existing.ts'
import { subscribersNamed } from './existing-subscribers.ts'
import { nameOf } from './items.ts'
import type { WantedAccount, WantedComponent, WantedSource, WantedWorldChannel } from './wanted.ts'

export type Exported = {
  text: string
  /** The environment variables that stand for secrets. */
  variables: string[]
}

/**
 * A configuration file for what there is. Each secret is `${NAME}`. Of the subscribers it holds those that a file named:
 * the others gave their address to the page, not to a file.
 */
export async function exportConfiguration(ctx: Context): Promise<Exported> {
  const there = await loadExisting(ctx)
  const existing = { ...there, subscribers: await subscribersNamed(ctx, [], there) }
  const of = <T extends { page: string }>(all: readonly Present<T>[]) =>
    Map.groupBy(
      all.map(({ is }) => is),
      ({ page }) => page,
    )
  const [worldChannels, audiences] = [of(there.worldChannels), of(there.audiences)]
  const [components, metrics] = [of(there.components), of(there.metrics)]
  const variables = new Set<string>()
  const data = withoutEmpty({
    version: 1,
    pages: existing.pages.map(({ is }) => ({
      ...is,
      // Their bytes are in a backup; here they are only referred to.
      files: null,
      appearance: worthSaying(is.appearance),
      access: accessEntry(changed(openAccess, is.access ?? {}), (key) =>
        variable(variables, `${is.slug}_${key}`, 'CLIENT_SECRET'),
      ),
      content: contentWorthSaying(is.content),
      offer: null,
      channels: is.offer && { ...is.offer, countries: is.offer.countries.length > 0 ? is.offer.countries : null },
      worldChannels: (worldChannels.get(is.slug) ?? []).map((one) => worldEntry(one, variables)),
      showUptime: is.showUptime ? null : false,
      noindex: is.noindex || null,
      language: is.language === 'en' ? null : is.language,
      audiences: (audiences.get(is.slug) ?? []).map(({ page: _, subscribers, ...audience }) => ({
        ...audience,
        subscribers: subscribers || null,
      })),
      components: below(components.get(is.slug) ?? [], null),
      metrics: (metrics.get(is.slug) ?? []).map(({ page: _, position: __, ...metric }) => ({
        ...metric,
        decimals: metric.decimals || null,
      })),
    })),
    messages: existing.messages.map(({ is }) => is),
    sources: existing.sources.map(({ is }) => sourceEntry(is, variables)),
    channels: existing.accounts.map(({ is }) => accountEntry(is, variables)),
    rules: existing.rules.map(({ is }) => ({
      ...is,
      flapWindow: is.flapWindow === usualFlapWindow ? null : is.flapWindow,
    })),
    subscribers: subscribersIn(existing, variables),
  })
  const names = [...variables].sort()
  const head = names.length > 0 ? `# Set these before you apply it: ${names.join(', ')}\n` : ''
  return { text: head + stringify(data, { lineWidth: 110 }), variables: names }
}

function below(components: WantedComponent[], parent: string | null): object[] {
  return components
    .filter((component) => component.parent === parent)
    .map(({ page: _, parent: __, position: ___, ...component }) => ({
      ...component,
      rollUp: component.rollUp === 'worst' ? null : component.rollUp,
      components: below(components, component.key),
    }))
}

/** A variable as it must stand in the file, told apart from text that looks like one. */
type Variable = { [variableName]: string }
const variableName = Symbol('variable')

/** A variable of a name that no other has. */
function variable(variables: Set<string>, of: string, purpose: string): Variable {
  const name = `${of}_${purpose}`
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '_')
    .replace(/^(?=\d)/, '_')
  const free = variables.has(name) ? `${name}_${variables.size + 1}` : name
  variables.add(free)
  return { [variableName]: free }
}

function sourceEntry(source: WantedSource, variables: Set<string>): object {
  const secret = secretSettings(source.kind)
  const settings = Object.entries(source.settings).map(([name, value]) => [
    name,
    secret.includes(name) ? variable(variables, source.key, name) : value,
  ])
  return { ...source, token: variable(variables, source.key, 'HOOK_TOKEN'), settings: Object.fromEntries(settings) }
}

const accountEntry = (account: WantedAccount, variables: Set<string>): object => ({
  ...account,
  enabled: account.enabled ? null : false,
  settings: hidden(account.settings, channelOf(account.kind)?.settings, account.key, variables),
})

const worldEntry = ({ page, ...one }: WantedWorldChannel, variables: Set<string>): object => ({
  ...one,
  paused: one.paused || null,
  phases: one.phases === 'all' ? null : one.phases,
  target: hidden(one.target, carriersOf(one.channel as Medium)[0]?.target, `${page}_${one.key}`, variables),
})

/** With a variable for each secret. */
const hidden = (
  settings: Record<string, unknown>,
  schema: z.ZodType = z.object({}),
  of: string,
  variables: Set<string>,
) => {
  const secret = secretNames(schema)
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      secret.includes(name) ? variable(variables, of, name) : value,
    ]),
  )
}

const subscribersIn = (existing: Existing, variables: Set<string>) =>
  existing.subscribers
    .filter((one) => one.managedBy !== null && !one.gone)
    .map(({ is }) => is)
    .sort((a, b) => (nameOf.subscriber(a) < nameOf.subscriber(b) ? -1 : 1))
    .map(({ preferences = {}, locked, target, consent, ...one }) => ({
      ...one,
      consent: consent?.text ?? null,
      target:
        target && hidden(target, carriersOf(one.channel as Medium)[0]?.target, `${one.page}_${one.channel}`, variables),
      preferences: chosen(preferences),
      locked: locked || null,
    }))

/** What is not as it is for whoever chose nothing. */
const chosen = (preferences: PreferenceChange) =>
  Object.fromEntries(
    Object.entries(preferences).filter(
      ([name, value]) => !isDeepStrictEqual(value, new Map(Object.entries(noWishes)).get(name)),
    ),
  )

/** Leaves out what is null or empty, except what is empty on purpose; writes variables, and other `${` as `$${`. */
function withoutEmpty(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('${', () => '$${')
  if (Array.isArray(value)) return value.map((one) => withoutEmpty(one))
  if (typeof value !== 'object' || value === null) return value
  if (isVariable(value)) return `\${${value[variableName]}}`
  const kept = Object.entries(value).map(([name, one]) => [name, withoutEmpty(one)] as const)
  return Object.fromEntries(kept.filter(([name, one]) => name === 'match' || !isEmpty(one)))
}

const isVariable = (value: object): value is Variable => variableName in value

const isEmpty = (value: unknown) =>
  value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0)
