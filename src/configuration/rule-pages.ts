import type { Existing } from './existing.ts'
import type { Wanted } from './wanted.ts'

/** The same, with the page of each rule's component where the rule names none. The file's own components come first. */
export function withRulePages(wanted: Wanted, existing: Existing): Wanted {
  const components = [...wanted.components, ...existing.components.map(({ is }) => is)]
  const pageOf = (key: string | null) => components.find((component) => component.key === key)?.page ?? null
  return { ...wanted, rules: wanted.rules.map((rule) => ({ ...rule, page: rule.page ?? pageOf(rule.component) })) }
}
