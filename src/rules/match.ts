import { RE2JS } from 're2js'
import { didYouMean } from '../lib/nearest.ts'
import { z } from '../lib/zod.ts'
import { type Severity, severities } from '../sources/source.ts'

/** What a rule looks at. */
export type Matchable = {
  source: string
  kind: string
  key: string
  title: string
  summary: string | null
  severity: Severity | null
  labels: Record<string, string>
}

const field = /^(source|kind|key|title|summary|severity|labels\..{1,200})$/
const Pattern = z
  .string()
  .min(1)
  .max(1000)
  .superRefine((text, issue) => {
    const problem = patternProblem(text)
    if (problem) issue.addIssue({ code: 'custom', message: problem })
  })

const names = ['source', 'kind', 'key', 'title', 'summary', 'severity', 'labels']

/**
 * Which alerts a rule takes: every named field must match. A pattern is a glob (`*`, `?`), a `/regex/` (linear-time, RE2
 * syntax) or a list of patterns of which one is enough. Letter case never counts.
 */
export const Match = z
  .record(z.string(), z.union([Pattern, z.array(Pattern).min(1).max(100)]))
  .superRefine((match, issue) => {
    for (const name of Object.keys(match))
      if (!field.test(name))
        issue.addIssue({
          code: 'custom',
          path: [name],
          message: `unknown field${didYouMean(name, names) || '; expected one of source, kind, key, title, summary, severity, labels.<name>'}`,
        })
  })
  .meta({ description: 'Patterns by field: source, kind, key, title, summary, severity, labels.<name>.' })
export type Match = z.infer<typeof Match>

/** As `Match`, for what people write: a severity that no alert has would wait forever. */
export const NewMatch = Match.superRefine((match, issue) => {
  const written = match.severity ?? []
  for (const [index, pattern] of [written].flat().entries())
    if (isPlain(pattern) && !severities.some((one) => one === pattern.toLowerCase()))
      issue.addIssue({
        code: 'custom',
        path: ['severity', ...(Array.isArray(written) ? [index] : [])],
        message: `expected one of ${severities.join(', ')}, or a pattern`,
      })
})

export function matches(match: Match, alert: Matchable): boolean {
  return Object.entries(match).every(([name, patterns]) => {
    const value = valueIn(alert, name)
    return value !== null && [patterns].flat().some((pattern) => fits(pattern, value))
  })
}

/** The first rule that takes the alert. */
export const firstMatch = <Rule extends { match: Match }>(rules: readonly Rule[], alert: Matchable): Rule | null =>
  rules.find((rule) => matches(rule.match, alert)) ?? null

function valueIn(alert: Matchable, name: string): string | null {
  if (name.startsWith('labels.')) {
    const label = name.slice('labels.'.length)
    return Object.hasOwn(alert.labels, label) ? (alert.labels[label] ?? null) : null
  }
  return alert[name as 'source'] ?? null
}

function fits(pattern: string, value: string): boolean {
  const source = regexSource(pattern)
  const compiled = source === null ? globRegex(pattern) : source
  const regex = RE2JS.compile(compiled, RE2JS.CASE_INSENSITIVE | RE2JS.DOTALL)
  return source === null ? regex.matches(value) : regex.matcher(value).find()
}

const regexSource = (pattern: string) =>
  pattern.length > 2 && pattern.startsWith('/') && pattern.endsWith('/') ? pattern.slice(1, -1) : null

/** True where a pattern is the value itself. */
const isPlain = (pattern: string) => regexSource(pattern) === null && !/[*?]/.test(pattern)

const globRegex = (glob: string) => [...glob].map((c) => (c === '*' ? '.*' : c === '?' ? '.' : RE2JS.quote(c))).join('')

function patternProblem(pattern: string): string | null {
  const source = regexSource(pattern)
  if (source === null) return null
  try {
    RE2JS.compile(source)
    return null
  } catch {
    return 'expected a regular expression in RE2 syntax (no look-around, no back-references)'
  }
}
