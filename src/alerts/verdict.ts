import type { Outcome } from '../rules/policy.ts'

/** What came of an alert, to be kept with it. */
export type Verdict = {
  outcome: Outcome
  reason: string
  rule: string | null
  component: string | null
  draft: string | null
  incident: string | null
}

export const recorded = (reason: string): Verdict => ({
  outcome: 'recorded',
  reason,
  rule: null,
  component: null,
  draft: null,
  incident: null,
})
