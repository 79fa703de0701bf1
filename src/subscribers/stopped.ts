/** Why a destination is suppressed whose owner said so, and may take it back. */
export const stopped = 'Its owner answered STOP.'

const besides = `${stopped} Besides: `

/** It said STOP, and something else speaks against it too: taking back the one leaves the other. */
export const stoppedBesides = (reason: string): string => `${besides}${reason}`

export const saidStop = (reason: string): boolean => reason === stopped || reason.startsWith(besides)

/** What is left once STOP is taken back; null: nothing. */
export const withoutStop = (reason: string): string | null =>
  reason.startsWith(besides) ? reason.slice(besides.length) : null
