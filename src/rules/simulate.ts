import { firstMatch, type Match, type Matchable } from './match.ts'
import { decideFiring, decideRecovery, type Outcome, type RuleFacts } from './policy.ts'

/** An alert of the past, as the simulation needs it. Times in milliseconds. */
export type PastAlert = Matchable & { id: string; keyId: string; state: 'firing' | 'resolved'; at: number }

export type SimulatedRule = Omit<RuleFacts, 'muted'> & { name: string; match: Match; component: string | null }

export type Step = { at: number; alert: string; rule: string | null; outcome: Outcome; reason: string }

/** What would have been posted: an incident, with when it opened and ended. */
export type SimulatedIncident = {
  rule: string
  component: string | null
  openedAt: number
  resolvedAt: number | null
  alerts: number
  asked: boolean
}

type Draft = {
  id: string
  rule: SimulatedRule
  state: 'held' | 'awaiting_approval'
  dueAt: number | null
  since: number
}
type Incident = SimulatedIncident & { id: string; rule: string; reopened: number; quietUntil: number | null }
type Firing = { rule: SimulatedRule | null; draft: string | null; incident: string | null }

/**
 * What these rules would have done with these alerts (oldest first), had nobody intervened: the same decisions as in
 * earnest, on a state that lives only here. What is due after `now` has not happened. Under `approve` a message would still be waiting, so it counts as asked.
 */
export function simulate(
  rules: readonly SimulatedRule[],
  alerts: readonly PastAlert[],
  now = Number.POSITIVE_INFINITY,
): { steps: Step[]; incidents: SimulatedIncident[]; cancelled: number } {
  const drafts = new Map<string, Draft>()
  const incidents = new Map<string, Incident>()
  const firing = new Map<string, Firing>()
  const steps: Step[] = []
  let cancelled = 0
  const place = (rule: SimulatedRule) => rule.id
  const openOf = (rule: SimulatedRule) =>
    [...incidents.values()].findLast((i) => i.rule === rule.name && i.resolvedAt === null)

  const publish = (rule: SimulatedRule, at: number, asked: boolean): Incident => {
    const recent = [...incidents.values()].findLast(
      (i) => i.rule === rule.name && i.resolvedAt !== null && at - i.resolvedAt <= rule.flapWindow * 1000,
    )
    if (recent) return Object.assign(recent, { resolvedAt: null, reopened: recent.reopened + 1 })
    const incident: Incident = {
      id: `incident ${incidents.size + 1}`,
      rule: rule.name,
      component: rule.component,
      openedAt: at,
      resolvedAt: null,
      alerts: 0,
      asked,
      reopened: 0,
      quietUntil: null,
    }
    incidents.set(incident.id, incident)
    return incident
  }
  const pass = (until: number) => {
    for (const draft of [...drafts.values()].filter((d) => d.dueAt !== null && d.dueAt <= until)) {
      const incident = publish(draft.rule, draft.dueAt!, false)
      for (const f of firing.values())
        if (f.draft === draft.id) Object.assign(f, { incident: incident.id, draft: null })
      drafts.delete(place(draft.rule))
    }
    for (const incident of incidents.values())
      if (
        incident.resolvedAt === null &&
        incident.quietUntil !== null &&
        incident.quietUntil <= until &&
        others(firing, '', incident.id) === 0
      )
        incident.resolvedAt = incident.quietUntil
  }

  for (const alert of alerts) {
    pass(alert.at)
    const step = alert.state === 'firing' ? onFiring(alert) : onRecovery(alert)
    steps.push({ at: alert.at, alert: alert.id, ...step })
  }
  pass(now)
  return {
    steps,
    incidents: [...incidents.values()].map(({ id: _, reopened: __, quietUntil: ___, ...incident }) => incident),
    cancelled,
  }

  function onFiring(alert: PastAlert): Omit<Step, 'at' | 'alert'> {
    const rule = firstMatch(rules, alert)
    const open = rule && openOf(rule)
    const draft = (rule && drafts.get(place(rule))) ?? null
    const decision = decideFiring({
      now: alert.at,
      sourceMuted: false,
      paused: false,
      rule: rule && { ...rule, muted: false },
      alreadyOver: false,
      goesOn: goesOn(firing.get(alert.keyId)),
      silenced: false,
      personIncident: null,
      incident: open ? { id: open.id, touched: false } : null,
      draft: draft && { ...draft, asksWhile: null },
    })
    const state: Firing = { rule, draft: null, incident: null }
    firing.set(alert.keyId, state)
    const said = (outcome: Outcome) => ({ rule: rule?.name ?? null, outcome, reason: decision.reason })
    if (decision.do === 'record') return said('recorded')
    if (decision.do === 'absorb') {
      state.incident = decision.incident
      incidents.get(decision.incident)!.alerts++
      return said('absorbed')
    }
    if (decision.do === 'join') {
      state.draft = decision.draft
      return said(decision.outcome)
    }
    if (decision.policy === 'publish') {
      const incident = publish(rule!, alert.at, false)
      incident.alerts++
      state.incident = incident.id
      return said('published')
    }
    const made: Draft = {
      id: `draft ${alert.id}`,
      rule: rule!,
      state: decision.policy === 'hold' ? 'held' : 'awaiting_approval',
      dueAt: decision.dueAt,
      since: alert.at,
    }
    drafts.set(place(rule!), made)
    state.draft = made.id
    return said(made.state)
  }

  function goesOn(earlier: Firing | undefined) {
    const incident = earlier?.incident ? incidents.get(earlier.incident) : undefined
    const waiting = earlier?.draft ? [...drafts.values()].find((d) => d.id === earlier.draft) : undefined
    return {
      incident: incident && incident.resolvedAt === null ? { id: incident.id, touched: false } : null,
      draft: waiting ? { ...waiting, asksWhile: null } : null,
      unsaidWhile: null,
    }
  }

  function onRecovery(alert: PastAlert): Omit<Step, 'at' | 'alert'> {
    const state = firing.get(alert.keyId) ?? null
    firing.delete(alert.keyId)
    const incident = state?.incident ? incidents.get(state.incident) : undefined
    const open = incident && incident.resolvedAt === null ? incident : null
    const waiting = state?.draft ? [...drafts.values()].find((d) => d.id === state.draft) : undefined
    const rule = state?.rule ?? null
    const decision = decideRecovery({
      now: alert.at,
      paused: false,
      sourceMuted: false,
      rule: rule && { ...rule, muted: false },
      firing: state && { draft: state.draft, incident: state.incident },
      othersFiring: others(firing, waiting?.id ?? '', open?.id ?? ''),
      draftWaits: waiting !== undefined,
      incident: open ? { id: open.id, touched: false, reopened: open.reopened, byRule: true } : null,
    })
    const said = (outcome: Outcome) => ({ rule: rule?.name ?? null, outcome, reason: decision.reason })
    if (decision.do === 'record') return said('recorded')
    if (decision.do === 'absorb') return said('absorbed')
    if (decision.do === 'cancel') {
      if (waiting) drafts.delete(place(waiting.rule))
      cancelled++
      return said('cancelled')
    }
    if (decision.do === 'watch') {
      open!.quietUntil = decision.until
      return said('absorbed')
    }
    if (decision.policy === 'ask') return said('awaiting_approval')
    open!.resolvedAt = alert.at
    return said('resolved')
  }
}

const others = (firing: Map<string, Firing>, draft: string, incident: string) =>
  [...firing.values()].filter(
    (f) => (draft !== '' && f.draft === draft) || (incident !== '' && f.incident === incident),
  ).length
