import { type Field, wrong } from './payload.ts'
import type { ParsedAlert, Severity } from './source.ts'

/** The field below, by names and indexes. Missing steps give a field whose value is undefined. */
export function at(field: Field, ...path: (string | number)[]): Field {
  return path.reduce<Field>((from, step) => {
    const { value } = from
    const below = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined
    return { value: below, pointer: `${from.pointer}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}` }
  }, field)
}

export const isMissing = (field: Field) => field.value === undefined || field.value === null

/** One message carries no more than these. */
const mostAlerts = 2_000

/** The elements, or `InvalidInput` when it is not a list or longer than a list of alerts may be. */
export function list(field: Field, expected: string): Field[] {
  if (!Array.isArray(field.value)) throw wrong(field.pointer, `expected ${expected}, found ${nameOf(field.value)}`)
  if (field.value.length > mostAlerts) throw wrong(field.pointer, `expected at most ${mostAlerts} alerts`)
  return field.value.map((value, index) => ({ value, pointer: `${field.pointer}/${index}` }))
}

/** The same field, or `InvalidInput` when it is not an object. */
export function object(field: Field, expected: string): Field {
  if (isObject(field.value) && !Array.isArray(field.value)) return field
  throw wrong(field.pointer, `expected ${expected}, found ${nameOf(field.value)}`)
}

/**
 * Text out of text or a number, trimmed; of a list its first element. Null for all that says nothing: empty, `null`,
 * and a template's variable that the vendor has left as it stands (`$EVENT_TITLE`, `*monitorID*`, `{{ json title }}`).
 */
export function text(field: Field): string | null {
  const value = Array.isArray(field.value) ? field.value[0] : field.value
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const trimmed = String(value).trim()
  return /^(?:|null|undefined|none|\$[A-Z][A-Z0-9_]*|\*[A-Za-z]+\*|\{\{[^}]*\}\})$/.test(trimmed) ? null : trimmed
}

/** The first of these fields that holds text. */
export function firstText(from: Field, ...names: string[]): string | null {
  for (const name of names) {
    const found = text(at(from, ...name.split('.')))
    if (found !== null) return found
  }
  return null
}

/** As `firstText`, but `InvalidInput` at the first of the names when none holds text. */
export function needText(from: Field, expected: string, ...names: string[]): string {
  const found = firstText(from, ...names)
  if (found !== null) return found
  const first = at(from, ...names[0]!.split('.'))
  throw wrong(first.pointer, `expected ${expected}, found ${nameOf(first.value)}`)
}

/** The state that the vendor's word stands for, in any case. `InvalidInput` names the words that are known. */
export function needState(from: Field, words: Record<string, ParsedAlert['state']>, ...names: string[]) {
  const expected = `one of ${Object.keys(words).join(', ')}`
  const word = needText(from, expected, ...names)
  const state = Object.hasOwn(words, word.toLowerCase()) ? words[word.toLowerCase()] : undefined
  if (state) return state
  const used = names.find((name) => text(at(from, ...name.split('.'))) !== null)!
  throw wrong(at(from, ...used.split('.')).pointer, `expected ${expected}, found ${JSON.stringify(word.slice(0, 40))}`)
}

/** An http or https address, else null. */
export function firstUrl(from: Field, ...names: string[]): string | null {
  for (const name of names) {
    const found = webAddress(text(at(from, ...name.split('.'))))
    if (found !== null) return found
  }
  return null
}

export function webAddress(value: string | null): string | null {
  if (value === null || value.length > 2_000 || !/^https?:\/\//i.test(value)) return null
  return URL.canParse(value) ? value : null
}

/** The entries that are text, numbers or booleans, as text. Anything that is no object gives none. */
export function labels(field: Field): Record<string, string> {
  if (!isObject(field.value) || Array.isArray(field.value)) return {}
  return Object.fromEntries(
    Object.entries(field.value).flatMap(([name, value]) =>
      ['string', 'number', 'boolean'].includes(typeof value) ? [[name, String(value)]] : [],
    ),
  )
}

/** Labels out of single texts; those that say nothing are left out. */
export const labelled = (entries: Record<string, string | null>): Record<string, string> =>
  Object.fromEntries(Object.entries(entries).flatMap(([name, value]) => (value === null ? [] : [[name, value]])))

/** The vendors' words for how bad it is, in ours. Null for a word that no vendor uses. */
export function severity(word: string | null): Severity | null {
  const plain = word?.toLowerCase().replace(/[^a-z0-9]/g, '') ?? ''
  return severityWords.find(([pattern]) => pattern.test(plain))?.[1] ?? null
}

const severityWords: [RegExp, Severity][] = [
  [/^(critical|crit|fatal|emergency|emerg|disaster|page|p1|sev0|sev1|s1)$/, 'critical'],
  [/^(error|err|high|major|severe|p2|sev2|s2)$/, 'error'],
  [/^(warning|warn|medium|moderate|average|minor|p3|sev3|s3)$/, 'warning'],
  [/^(info|information|informational|low|notice|debug|ok|success|silent|none|p4|p5|sev4|sev5|s4|s5)$/, 'info'],
]

export function nameOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'string') return value === '' ? 'an empty text' : JSON.stringify(value.slice(0, 40))
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

const isObject = (value: unknown): value is Record<string | number, unknown> =>
  typeof value === 'object' && value !== null
