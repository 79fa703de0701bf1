/**
 * Lines before the hosts of a lane. Whoever was claimed for a host that is full but quick waits here for its place: asked of
 * the database only when the place is free, each message would wait for that too.
 */
export type Lines = {
  /** Waits for a place; false: for too long, so that it is given back. */
  enter(host: string): Promise<boolean>
  /** Its place is the next one's. Only of who had one. */
  leave(host: string): void
  /** Gives back whoever has waited for too long at a host that stopped answering. */
  tire(): void
  /** By host, how many more may be claimed than it has places free: as many as it takes in a moment, less those that wait. */
  ahead(): Map<string, number>
}

/** Milliseconds of what a host takes that are claimed ahead: longer than a claim and the reading of what is claimed take. */
const moment = 250
const most = 32
/** Milliseconds without an answer after which a host that is full is not quick any more. */
const silent = 150
/** Milliseconds in a line. What was true of a message is looked at before it waits. */
const patience = 500

type Waiting = { since: number; go: (isTheirs: boolean) => void }
type Line = {
  inside: number
  waiting: Waiting[]
  /** When each of those inside came in, the longest first: who leaves is taken for that one. */
  entered: number[]
  /** Of late, how long somebody was inside. */
  each: number
  left: number
  leftAt: number
}

/** `places`: attempts at once at each host. `elapsed` in milliseconds. */
export function linesOf(places: number, elapsed: () => number): Lines {
  const lines = new Map<string, Line>()
  const find = (host: string) => {
    const line = lines.get(host) ?? { inside: 0, waiting: [], entered: [], each: 0, left: 0, leftAt: 0 }
    lines.set(host, line)
    return line
  }
  const goIn = (line: Line) => {
    line.inside++
    line.entered.push(elapsed())
  }
  return {
    enter: (host) => {
      const line = find(host)
      if (line.inside >= places) return new Promise((go) => line.waiting.push({ since: elapsed(), go }))
      goIn(line)
      return Promise.resolve(true)
    },
    leave: (host) => {
      const line = find(host)
      const took = elapsed() - (line.entered.shift() ?? elapsed())
      line.each = line.left === 0 ? took : line.each * 0.8 + took * 0.2
      line.left++
      line.leftAt = elapsed()
      line.inside--
      for (let next = line.waiting.shift(); next; next = line.waiting.shift()) {
        const isTheirs = elapsed() - next.since <= patience
        if (isTheirs) goIn(line)
        next.go(isTheirs)
        if (isTheirs) return
      }
    },
    tire: () => {
      for (const { waiting } of lines.values())
        while (waiting[0] && elapsed() - waiting[0].since > patience) waiting.shift()?.go(false)
    },
    ahead: () => {
      const more = new Map<string, number>()
      for (const [host, line] of lines) {
        const rest = elapsed() - line.leftAt
        if (line.inside === 0 && rest > 1000) lines.delete(host)
        // Who was asked a few times only is not written to by many.
        const isQuick = line.left >= 2 * places && (line.inside < places || rest <= silent)
        const quick = isQuick ? Math.min(most, Math.floor((places * moment) / Math.max(1, line.each))) : 0
        if (quick > 0 || line.waiting.length > 0) more.set(host, quick - line.waiting.length)
      }
      return more
    },
  }
}
