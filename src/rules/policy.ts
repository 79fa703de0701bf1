/** How a rule lets its messages out. */
export const modes = ['auto', 'hold', 'approve', 'record'] as const
export type Mode = (typeof modes)[number]

/** What came of an alert; docs/alerts.md lists the outcomes. */
export type Outcome =
  | 'published'
  | 'held'
  | 'awaiting_approval'
  | 'absorbed'
  | 'cancelled'
  | 'resolved'
  | 'recorded'
  | 'ignored'

/** What keeps a firing from readers for a time. When it ends, the alert is put to the rules again: alerts/reconsider.ts. */
export type UnsaidWhile = 'source_muted' | 'rule_muted' | 'paused' | 'person_leads'

export type RuleFacts = { id: string; mode: Mode; holdFor: number; muted: boolean; flapWindow: number }

/** An incident that a rule opened and that has not ended. */
export type OpenIncident = { id: string; touched: boolean; reopened: number }

/** All that a decision on a firing rests on. Times in milliseconds. */
export type FiringFacts = {
  now: number
  sourceMuted: boolean
  paused: boolean
  rule: RuleFacts | null
  /** A later recovery of this key came first. */
  alreadyOver: boolean
  /** What the earlier firing of this key, which has not recovered, already belongs to: an open incident or a waiting draft. */
  goesOn: (Pick<FiringFacts, 'incident' | 'draft'> & { unsaidWhile: UnsaidWhile | null }) | null
  /** A person rejected a draft about this key, and it has not recovered since. */
  silenced: boolean
  /** The open incident or planned work that a person opened on the component, its ancestors or descendants. */
  personIncident: string | null
  /** The rule's open incident on the component. */
  incident: Pick<OpenIncident, 'id' | 'touched'> | null
  /** The rule's waiting draft for the component. */
  draft: { id: string; state: 'held' | 'awaiting_approval'; asksWhile: UnsaidWhile | null } | null
}

export type Decision = (
  | { do: 'record' }
  | { do: 'absorb'; incident: string }
  | { do: 'join'; draft: string; outcome: 'held' | 'awaiting_approval' }
  | { do: 'draft'; policy: 'publish' | 'hold' | 'ask'; dueAt: number | null }
) & { reason: string; unsaidWhile?: UnsaidWhile | null }

/** What to do about an alert that fires. The first line that applies decides; the reason is kept with the alert. */
export function decideFiring(facts: FiringFacts): Decision {
  const { rule, incident, draft } = facts
  if (facts.alreadyOver) return { do: 'record', reason: 'Its recovery had already arrived.' }
  // Whatever has changed since: left out here, nothing would ever end the incident or the draft.
  const { incident: ongoing, draft: waiting, unsaidWhile } = facts.goesOn ?? {}
  if (ongoing) return { do: 'absorb', incident: ongoing.id, reason: 'It goes on: its incident is open.', unsaidWhile }
  if (waiting) return join(waiting, 'It goes on: its draft waits.')
  if (facts.sourceMuted) return { do: 'record', reason: 'The source is muted.', unsaidWhile: 'source_muted' }
  if (!rule) return { do: 'record', reason: 'No rule matches.' }
  if (rule.muted) return { do: 'record', reason: 'The rule is muted.', unsaidWhile: 'rule_muted' }
  if (rule.mode === 'record') return { do: 'record', reason: 'The rule records only.' }
  if (facts.silenced)
    return {
      do: 'record',
      reason: 'A person rejected the draft about this alert; it is silent until it has recovered.',
    }
  if (facts.personIncident)
    return {
      do: 'absorb',
      incident: facts.personIncident,
      reason: 'A person is already telling readers about this component.',
      unsaidWhile: 'person_leads',
    }
  if (incident)
    return {
      do: 'absorb',
      incident: incident.id,
      reason: incident.touched ? 'A person has taken over the incident.' : 'It joins the open incident.',
      unsaidWhile: incident.touched ? 'person_leads' : null,
    }
  if (draft) return join(draft, 'It joins the waiting draft.')
  if (rule.mode === 'approve') return { do: 'draft', policy: 'ask', dueAt: null, reason: 'The rule asks a person.' }
  if (facts.paused) {
    const reason = 'Automation is paused, so a person decides.'
    return { do: 'draft', policy: 'ask', dueAt: null, reason, unsaidWhile: 'paused' }
  }
  if (rule.mode === 'hold')
    return {
      do: 'draft',
      policy: 'hold',
      dueAt: facts.now + rule.holdFor * 1000,
      reason: 'The rule waits whether it recovers.',
    }
  return { do: 'draft', policy: 'publish', dueAt: null, reason: 'The rule posts at once.' }
}

const join = (draft: NonNullable<FiringFacts['draft']>, reason: string): Decision => ({
  do: 'join',
  draft: draft.id,
  outcome: draft.state,
  reason,
  unsaidWhile: draft.asksWhile,
})

/** All that a decision on a recovery rests on. */
export type RecoveryFacts = {
  now: number
  paused: boolean
  sourceMuted: boolean
  rule: RuleFacts | null
  /** The firing that it ends; null: none is open. */
  firing: { draft: string | null; incident: string | null } | null
  /** Other alerts still firing on the same draft or incident. */
  othersFiring: number
  /** The state of the firing's draft, where it still waits. */
  draftWaits: boolean
  incident: (OpenIncident & { byRule: boolean }) | null
}

export type Recovery =
  | { do: 'record'; reason: string }
  | { do: 'absorb'; incident: string | null; reason: string }
  | { do: 'cancel'; draft: string; reason: string }
  | { do: 'resolve'; incident: string; policy: 'publish' | 'ask'; reason: string }
  /** Flapping: say that it is being watched, and resolve when it has been quiet for the window. */
  | { do: 'watch'; incident: string; until: number; reason: string }

/** What to do about an alert that recovers. */
export function decideRecovery(facts: RecoveryFacts): Recovery {
  const { firing, incident, rule } = facts
  if (!firing) return { do: 'record', reason: 'Nothing was firing under this key.' }
  if (facts.draftWaits && firing.draft) {
    if (facts.othersFiring > 0)
      return { do: 'absorb', incident: null, reason: 'Other alerts of the draft are still firing.' }
    return { do: 'cancel', draft: firing.draft, reason: 'It recovered before anything was posted.' }
  }
  if (!incident) return { do: 'record', reason: 'No open incident belongs to it.' }
  if (!incident.byRule) return { do: 'absorb', incident: incident.id, reason: 'A person leads the incident.' }
  if (facts.othersFiring > 0)
    return { do: 'absorb', incident: incident.id, reason: 'Other alerts of the incident are still firing.' }
  const ask = (reason: string): Recovery => ({ do: 'resolve', incident: incident.id, policy: 'ask', reason })
  if (incident.touched) return ask('A person has posted on the incident, so a person ends it.')
  if (facts.paused) return ask('Automation is paused, so a person decides.')
  if (!rule || rule.muted || facts.sourceMuted) return ask('The rule is gone or muted, so a person decides.')
  if (rule.mode === 'approve') return ask('The rule asks a person.')
  if (incident.reopened > 0 && rule.flapWindow > 0)
    return {
      do: 'watch',
      incident: incident.id,
      until: facts.now + rule.flapWindow * 1000,
      reason: 'It has come back before; it must stay quiet first.',
    }
  return { do: 'resolve', incident: incident.id, policy: 'publish', reason: 'The last alert has recovered.' }
}
