import type { Outcome, UnsaidWhile } from '../rules/policy.ts'

/** What came of an alert, to be kept with it. */
export type Verdict = {
  outcome: Outcome
  reason: string
  rule: string | null
  component: string | null
  draft: string | null
  incident: string | null
  unsaidWhile: UnsaidWhile | null
}

export const recorded = (reason: string): Verdict => ({
  outcome: 'recorded',
  reason,
  rule: null,
  component: null,
  draft: null,
  incident: null,
  unsaidWhile: null,
})

export const verdictColumns = (verdict: Verdict) => ({
  outcome: verdict.outcome,
  reason: verdict.reason,
  rule_id: verdict.rule,
  component_id: verdict.component,
  draft_id: verdict.draft,
  incident_id: verdict.incident,
  unsaid_while: verdict.unsaidWhile,
})
