import { exactDurationInWords } from '../lib/duration.ts'
import type { Rule } from './find.ts'
import type { Match } from './match.ts'
import type { Mode } from './policy.ts'

export const modeChoices: readonly (readonly [Mode, string])[] = [
  ['auto', 'At once'],
  ['hold', 'After a wait'],
  ['approve', 'When a person approves'],
  ['record', 'Never: record only'],
]

/** "Posts at once", "Waits 5 minutes, then posts". */
export function modeInWords({ mode, hold_for }: Pick<Rule, 'mode' | 'hold_for'>): string {
  if (mode === 'hold') return `Waits ${exactDurationInWords(hold_for ?? 0)}, then posts`
  if (mode === 'approve') return 'Asks a person'
  return mode === 'auto' ? 'Posts at once' : 'Records only'
}

/** In the order in which a sentence names them; the database keeps none. */
const fields: Record<string, string> = {
  source: 'source',
  kind: 'kind of source',
  severity: 'severity',
  title: 'title',
  summary: 'summary',
  key: 'key',
}

/** "source is am, severity is warning or critical"; "every alert" where it asks for nothing. */
export function matchInWords(match: Match): string {
  const names = Object.keys(fields)
  const place = (name: string) => (names.includes(name) ? names.indexOf(name) : names.length)
  const sorted = Object.entries(match).sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1))
  const parts = sorted.map(([name, patterns]) => {
    const label = name.startsWith('labels.') ? `label ${name.slice('labels.'.length)}` : (fields[name] ?? name)
    return `${label} is ${new Intl.ListFormat('en-GB', { type: 'disjunction' }).format([patterns].flat())}`
  })
  return parts.join(', ') || 'every alert'
}
