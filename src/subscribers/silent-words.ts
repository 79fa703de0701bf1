/** What a suppressed one is told nothing for; after it stands what a server said. */
export const noMessages = 'takes no messages any more'

/** Why somebody in this state is told nothing, in words that follow their name; `reason`: what is kept with the state. */
export function silentBecause(state: string, reason: string | null): string {
  if (state === 'unconfirmed') return 'has not confirmed yet'
  if (state === 'suppressed') return `${noMessages}: ${reason ?? refused}`
  if (state === 'quarantined') return 'is in quarantine: nothing is sent to it'
  return state === 'erased' ? 'was erased' : state
}

/** The same about one message that was about to leave; `it`: "this mail". */
export function silentBefore(state: string, reason: string | null, it: string): string {
  if (state === 'suppressed') return `took no messages any more when ${it} was to leave: ${reason ?? refused}`
  if (state === 'quarantined') return `was in quarantine when ${it} was to leave: ${reason ?? refused}`
  return `${state === 'erased' ? 'was erased' : state} before ${it} left`
}

const refused = 'what was sent to it was refused'
