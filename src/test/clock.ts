/** A clock that stands still until a test moves it. */
export type Clock = {
  now: () => Date
  set: (time: string | Date) => void
  /** Moves it forward, by milliseconds. */
  advance: (milliseconds: number) => void
}

export function testClock(start: string | Date = '2026-03-02T09:00:00Z'): Clock {
  let time = new Date(start).getTime()
  return {
    now: () => new Date(time),
    set: (to) => (time = new Date(to).getTime()),
    advance: (milliseconds) => (time += milliseconds),
  }
}
