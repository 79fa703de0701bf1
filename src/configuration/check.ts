import { checkSettings } from '../hooks/settings.ts'
import { didYouMean } from '../lib/nearest.ts'
import { z } from '../lib/zod.ts'
import { channelMistakes } from './check-channels.ts'
import { valueAt } from './data.ts'
import type { Document } from './document.ts'
import { type Mistake, mostShown, type Path } from './mistake.ts'
import { Configuration } from './schema.ts'

/** The configuration in a document, or null and what is wrong with its shape. */
export function checkShape(document: Document): { configuration: Configuration | null; mistakes: Mistake[] } {
  const parsed = Configuration.safeParse(document.data)
  const mistakes = [
    ...(parsed.error?.issues ?? []).flatMap((issue) => mistakesOf(document, issue)),
    ...settingsMistakes(document),
    ...channelMistakes(document),
  ]
  return { configuration: parsed.success ? parsed.data : null, mistakes }
}

function mistakesOf(document: Document, issue: z.core.$ZodIssue): Mistake[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)))
  if (issue.code === 'unrecognized_keys')
    return issue.keys
      .slice(0, mostShown)
      .map((name) => document.mistakeInName([...path, name], unknownField(path, name)))
  if (issue.code === 'invalid_union') {
    const deeper = issue.errors.flat().find((one) => one.path.length > 0)
    if (deeper) return mistakesOf(document, { ...deeper, path: [...issue.path, ...deeper.path] })
  }
  const expected = expectation(issue)
  return [document.mistakeAt(path, expected.startsWith('expected') ? expected + found(document, path) : expected)]
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.startsWith('expected')
        ? issue.message
        : `expected ${typeNames[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return issue.message.startsWith('expected') ? issue.message : `expected one of ${issue.values.join(', ')}`
    case 'invalid_union':
      return issue.message.startsWith('expected') ? issue.message : unionExpectation(issue)
    case 'invalid_key':
      return issue.issues[0]?.message ?? 'expected another name'
    case 'too_big':
      return issue.message.startsWith('expected') ? issue.message : `expected at most ${issue.maximum}`
    case 'too_small':
      return issue.message.startsWith('expected') ? issue.message : `expected at least ${issue.minimum}`
    default:
      return issue.message
  }
}

const typeNames: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'fields with values',
  record: 'fields with values',
}

/** The one form that got further than its type says best what is wrong; else each form is named. */
function unionExpectation(issue: z.core.$ZodIssueInvalidUnion): string {
  const further = issue.errors.find(
    (issues) => issues[0] && (issues[0].code !== 'invalid_type' || issues[0].path.length > 0),
  )
  if (further?.[0]) return expectation(further[0])
  const forms = issue.errors.flatMap((issues) => (issues[0] ? expectation(issues[0]).replace(/^expected /, '') : []))
  return `expected ${forms.join(' or ')}`
}

/** What stands there, unless it may be a secret. */
function found(document: Document, path: Path): string {
  if (path.length === 0 || path.some((step) => mayBeSecret.has(step))) return ''
  const value = valueAt(document.data, path)
  if (value === undefined) return '; it is missing'
  if (Array.isArray(value)) return ', found a list'
  if (typeof value === 'object' && value !== null) return ', found fields with values'
  const written = document.written(path)
  if (written === null || value === null) return ', found nothing'
  const short = written.length > 60 ? `${written.slice(0, 60)}…` : written
  return `, found ${typeof value === 'string' ? JSON.stringify(short) : `the ${typeof value} ${short}`}`
}

const mayBeSecret = new Set<string | number>(['token', 'settings', 'target', 'password', 'clientSecret'])

function unknownField(path: Path, name: string): string {
  const known = fieldsAt(Configuration, path)
  return `unknown field${didYouMean(name, known) || `; known here: ${known.join(', ')}`}`
}

function fieldsAt(schema: unknown, path: Path): string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return fieldsAt(schema.unwrap(), path)
  const [step, ...rest] = path
  if (schema instanceof z.ZodArray) return fieldsAt(schema.element, rest)
  if (!(schema instanceof z.ZodObject)) return []
  return step === undefined ? Object.keys(schema.shape) : fieldsAt(schema.shape[step], rest)
}

/** The settings of each source, by what its kind asks for. */
function settingsMistakes(document: Document): Mistake[] {
  const sources = valueAt(document.data, ['sources'])
  if (!Array.isArray(sources)) return []
  return sources.flatMap((source: unknown, index) => {
    const [kind, settings] = [valueAt(source, ['kind']), valueAt(source, ['settings']) ?? {}]
    if (typeof kind !== 'string' || typeof settings !== 'object' || Array.isArray(settings)) return []
    return checkSettings(kind, { ...settings }).problems.map(({ path, message }) =>
      document.mistakeAt(
        ['sources', index, 'settings', ...path.map((step) => (typeof step === 'number' ? step : String(step)))],
        message,
      ),
    )
  })
}
