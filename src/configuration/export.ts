import { stringify } from 'yaml'
import { accessEntry } from '../access/file.ts'
import { changed, openAccess } from '../access/schema.ts'
import { worthSaying } from '../appearance/schema.ts'
import { worthSaying as contentWorthSaying } from '../content/schema.ts'
import { secretSettings } from '../hooks/settings.ts'
import type { Context } from '../lib/context.ts'
import { usualFlapWindow } from '../rules/schema.ts'
import { type Existing, loadExisting } from './existing.ts'
import { nameOf } from './items.ts'
import type { WantedComponent, WantedSource } from './wanted.ts'

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
  const existing = await loadExisting(ctx, [])
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
      showUptime: is.showUptime ? null : false,
      noindex: is.noindex || null,
      language: is.language === 'en' ? null : is.language,
      audiences: existing.audiences
        .filter((one) => one.is.page === is.slug)
        .map(({ is: { page: _, subscribers, ...audience } }) => ({ ...audience, subscribers: subscribers || null })),
      components: below(
        existing.components.map((one) => one.is).filter((one) => one.page === is.slug),
        null,
      ),
    })),
    messages: existing.messages.map(({ is }) => is),
    sources: existing.sources.map(({ is }) => sourceEntry(is, variables)),
    rules: existing.rules.map(({ is }) => ({
      ...is,
      flapWindow: is.flapWindow === usualFlapWindow ? null : is.flapWindow,
    })),
    subscribers: subscribersIn(existing),
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

const subscribersIn = (existing: Existing) =>
  existing.subscribers
    .filter((one) => one.managedBy !== null && !one.gone)
    .map(({ is }) => is)
    .sort((a, b) => (nameOf.subscriber(a) < nameOf.subscriber(b) ? -1 : 1))

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
