import type { Existing } from './existing.ts'
import { nameOf } from './items.ts'
import type { Wanted } from './wanted.ts'

/**
 * The same, with what follows from what is there: the page of each rule's component where the rule names none, and what
 * subscribers chose for themselves, which counts more than a file.
 */
export function resolveWanted(wanted: Wanted, existing: Existing): Wanted {
  const components = [...wanted.components, ...existing.components.map(({ is }) => is)]
  const pageOf = (key: string | null) => components.find((component) => component.key === key)?.page ?? null
  const chosen = new Map(
    existing.subscribers.flatMap(({ is, choseThemselves }) =>
      choseThemselves && is.components?.length !== 0 ? [[nameOf.subscriber(is), is.components] as const] : [],
    ),
  )
  return {
    ...wanted,
    rules: wanted.rules.map((rule) => ({ ...rule, page: rule.page ?? pageOf(rule.component) })),
    subscribers: wanted.subscribers.map((subscriber) => {
      const choice = chosen.get(nameOf.subscriber(subscriber))
      return choice === undefined ? subscriber : { ...subscriber, components: choice, preferences: undefined }
    }),
  }
}

/** The sources that a rule names by key and that nobody has; it will never hear from them. */
export function unknownSources(rule: Wanted['rules'][number], wanted: Wanted, existing: Existing): string[] {
  const keys = [...wanted.sources, ...existing.sources.map(({ is }) => is)].map((source) => source.key.toLowerCase())
  const named = [rule.match.source ?? []].flat().filter((pattern) => !/[*?]|^\/.*\/$/.test(pattern))
  return named.filter((key) => !keys.includes(key.toLowerCase()))
}
