/** `isFree`: what has come may be done now. Otherwise `afterwards` does it when its turn has come. */
export type Rounds = { came: () => void; isFree: () => boolean; afterwards: (one: () => void) => void }

/**
 * Shares a round of Node's event loop between a crowd that asks without a pause and all others: what has come from files and
 * the database is done once a round, and one new connection is taken in it, while of a crowd a thousand requests can have
 * come. So no more than `perRound` of them are answered in one, in their order; and while connections come, none is until a
 * round has brought no other, or for `longest` milliseconds, after which those who waited have their turn.
 */
export function createRounds({ perRound = 100, longest = 50, now = () => performance.now() } = {}): Rounds {
  let waiting: (() => void)[] = []
  /** How many of those that wait have their turn before connections come first again. */
  let due = 0
  let left = perRound
  let since: number | null = null
  let noneCame = false
  let looks = false
  const again = () => {
    if (looks) return
    looks = true
    setImmediate(look)
  }
  const look = () => {
    looks = false
    left = perRound
    if (since !== null) {
      if (!noneCame && now() - since < longest) {
        noneCame = true
        return again()
      }
      since = null
      due = waiting.length
    }
    const turn = waiting.slice(0, perRound)
    waiting = waiting.slice(perRound)
    due -= Math.min(due, turn.length)
    left -= turn.length
    if (left < perRound) again()
    for (const one of turn) one()
  }
  return {
    came: () => {
      noneCame = false
      if (since !== null || due > 0) return
      since = now()
      again()
    },
    isFree: () => {
      if (since !== null || waiting.length > 0 || left === 0) return false
      left--
      again()
      return true
    },
    afterwards: (one) => void waiting.push(one),
  }
}
