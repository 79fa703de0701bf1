import { shortDuration } from '../lib/duration.ts'
import type { Problem } from '../lib/errors.ts'
import { severities } from '../sources/source.ts'
import type { Values } from '../web/page.ts'
import type { Rule } from './find.ts'
import { ruleSettings } from './schema.ts'

/** Fields that take one pattern a line. */
export const written = ['title', 'summary', 'key', 'kind'] as const
/** Fields whose values are ticked. */
export const ticked = ['source', 'severity'] as const

const emptyRows = 2
const mostRows = 20

/** A rule as its form shows it. */
export function valuesOf(rule: Rule): Values {
  const { match, publish, ...rest } = ruleSettings(rule)
  const labels = Object.entries(match).filter(([name]) => name.startsWith('labels.'))
  return {
    name: rest.name,
    component: rest.component ?? '',
    page: rest.component ? '' : (rest.page ?? ''),
    status: rest.status ?? 'degraded_performance',
    message: rest.message ?? '',
    mode: publish.mode,
    for: publish.for ?? '',
    nextUpdateEvery: rest.nextUpdateEvery ?? '',
    flapWindow: rest.flapWindow,
    ...Object.fromEntries(written.map((name) => [`match.${name}`, [match[name] ?? []].flat().join('\n')])),
    ...Object.fromEntries(ticked.map((name) => [`match.${name}`, [match[name] ?? []].flat()])),
    ...Object.fromEntries(
      labels.flatMap(([name, patterns], i) => [
        [`label.${i}.name`, name.slice('labels.'.length)],
        [`label.${i}.pattern`, [patterns].flat().join('\n')],
      ]),
    ),
  }
}

/** What a new rule starts with. */
const usualValues: Values = {
  mode: 'hold',
  for: '5m',
  status: 'degraded_performance',
  flapWindow: shortDuration(600),
}

/** A new rule for alerts like one that came. */
export const valuesLike = ({ title, source }: { title?: string | undefined; source?: string | undefined }): Values => ({
  ...usualValues,
  ...(title && { name: nameLike(title), 'match.title': literal(title) }),
  ...(source && { 'match.source': [source] }),
})

const nameLike = (title: string) =>
  title
    .replaceAll(/[\s\p{C}]+/gu, ' ')
    .trim()
    .slice(0, 200)
    .toWellFormed()

/** A pattern that the text fits: wildcards fit themselves, and a line of its own is a pattern of its own. */
const literal = (text: string) => text.replaceAll(/\s*[\r\n]+\s*/g, '*').replace(/^\/(?=.+\/$)/, '?')

/** The way to it. */
export const ruleLike = ({ title, source }: { title: string; source: string }): string =>
  `/console/rules/new?${new URLSearchParams({ title: title.slice(0, 1000), source })}`

/** How many rows for labels the form has: those that are filled, and some to fill. */
export function labelRows(values: Values): number {
  const filled = Array.from({ length: mostRows }, (_, i) => i).filter(
    (i) => one(values, `label.${i}.name`) || one(values, `label.${i}.pattern`),
  )
  return Math.min(mostRows, (filled.at(-1) ?? -1) + 1 + emptyRows)
}

/** What a form asks for, as `NewRule` takes it. */
export function ruleFrom(values: Values): unknown {
  const mode = one(values, 'mode')
  const component = one(values, 'component')
  return {
    name: one(values, 'name'),
    match: matchFrom(values),
    component: component || null,
    page: component ? null : one(values, 'page') || null,
    status: component ? one(values, 'status') || null : null,
    message: one(values, 'message') || null,
    publish: mode === 'hold' ? { mode, for: one(values, 'for') } : { mode },
    nextUpdateEvery: one(values, 'nextUpdateEvery') || null,
    ...(one(values, 'flapWindow') ? { flapWindow: one(values, 'flapWindow') } : {}),
  }
}

function matchFrom(values: Values): Record<string, string | string[]> {
  const entries: [string, string[]][] = [
    ...ticked.map((name): [string, string[]] => [name, [values[`match.${name}`] ?? []].flat()]),
    ...written.map((name): [string, string[]] => [name, lines(one(values, `match.${name}`))]),
    ...rows(values),
  ]
  return Object.fromEntries(
    entries
      .filter(([, patterns]) => patterns.length > 0)
      .map(([name, all]) => [name, all.length === 1 ? all[0]! : all]),
  )
}

/** A label with no pattern means: it is there at all. */
const rows = (values: Values): [string, string[]][] =>
  Array.from({ length: mostRows }, (_, i): [string, string[]] => {
    const name = one(values, `label.${i}.name`)
    const patterns = lines(one(values, `label.${i}.pattern`))
    return [`labels.${name}`, name && patterns.length === 0 ? ['*'] : name ? patterns : []]
  })

/** Problems by the form's own fields. */
export function inForm(values: Values, problems: readonly Problem[]): Problem[] {
  const labels = Array.from({ length: mostRows }, (_, i) => one(values, `label.${i}.name`))
  return problems.map(({ pointer, detail }) => {
    const [, first = '', second = ''] = pointer.split('/')
    if (first === 'publish') return { pointer: second === 'for' ? '/for' : '/mode', detail }
    if (first !== 'match') return { pointer, detail }
    const row = second.startsWith('labels.') ? labels.indexOf(second.slice('labels.'.length).replaceAll('~1', '/')) : -1
    return { pointer: row >= 0 ? `/label.${row}.pattern` : `/match.${second}`, detail }
  })
}

/** What can be ticked: what there is, and what the rule names although there is none now. */
export function options(name: (typeof ticked)[number], values: Values, sources: readonly string[]): string[] {
  const known: readonly string[] = name === 'source' ? sources : severities
  return [...new Set([...known, ...[values[`match.${name}`] ?? []].flat()])]
}

const lines = (text: string) =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)

const one = (values: Values, name: string): string => ([values[name] ?? ''].flat()[0] ?? '').trim()
