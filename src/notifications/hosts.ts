import { type Breaker, begun, closed, ended, type Lesson, opensAt } from './breaker.ts'

/** What an attempt takes of: a host, an account, a destination, each by its name. */
export type Gate = {
  name: string
  /** Attempts at once. */
  atOnce?: number
  rate?: { perSecond: number; burst: number }
  /** Whether failures in a row close it. */
  breaks?: true
  /** Whether it is what a wish to be left alone is about. */
  pauses?: true
}

/** What was learnt from an attempt. `pause`: the other side asked to be left alone for so long, in seconds. */
export type Learnt = { lesson: Lesson; pause?: number }

/**
 * How busy and how well everybody is to whom this process sends: attempts at once, rates, breakers, pauses that were
 * asked for. Two processes know nothing of each other here: a vendor's rate is for each of them.
 */
export type Hosts = {
  /** When an attempt may begin: a moment that has passed, one to come, or Infinity until another one ends. */
  freeAt(gates: readonly Gate[]): number
  /** How many attempts of a lane may begin now: places are shared with the lanes that asked of late. */
  room(gates: readonly Gate[], lane: string): number
  /** A lane's part of so many places, shared with those that asked under that name of late. */
  share(name: string, lane: string, places: number): number
  /** A lane has nothing more to send: its parts are the others'. */
  done(lane: string): void
  /** Begins an attempt; null where it may not. What is answered ends it, once. */
  enter(gates: readonly Gate[], lane?: string): ((learnt: Learnt) => void) | null
  /** How many attempts those known by a name that begins so let begin now, by the rest of their names. */
  rooms(prefix: string, lane: string): Map<string, number>
  /** Whether the last attempt there failed for its own sake. */
  isFailing(name: string): boolean
  /** Whether nothing but attempts on their way keeps others out. */
  isOpen(name: string): boolean
  /** Whether the attempts of other lanes fill one of those. */
  isFull(prefix: string, lane: string): boolean
  /** The first moment after now at which one of those lets somebody in; null: there is none. */
  nextAt(prefix: string): number | null
}

type Host = {
  gate: Gate
  inFlight: number
  /** The same by lane. */
  by: Map<string, number>
  breaker: Breaker
  pausedUntil: number
  tokens: number
  tokensAt: number
}

/** `clock` in milliseconds. */
export function createHosts(clock: () => number): Hosts {
  const { now, byClock } = steady(clock)
  const hosts = new Map<string, Host>()
  const askers = new Map<string, Map<string, number>>()
  let forgetAbove = mostKnown
  const share = (name: string, lane: string, places: number) => {
    const asking = askers.get(name) ?? new Map<string, number>()
    askers.set(name, asking.set(lane, now()))
    for (const [other, at] of asking) if (now() - at > recently) asking.delete(other)
    return Math.max(1, Math.floor(places / asking.size))
  }
  const roomFor = (host: Host, lane: string, name: string) => {
    const places = host.gate.atOnce ?? Number.POSITIVE_INFINITY
    return Math.max(0, Math.min(roomOf(host, now()), share(name, lane, places) - (host.by.get(lane) ?? 0)))
  }
  const find = (gate: Gate): Host => {
    const host = hosts.get(gate.name) ?? fresh(gate, now())
    host.gate = gate
    return host
  }
  const those = (prefix: string) =>
    [...hosts]
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, host]) => [name.slice(prefix.length), host] as const)
  return {
    freeAt: (gates) => Math.max(0, ...gates.map((gate) => byClock(freeAt(find(gate), now())))),
    room: (gates, lane) => Math.min(...gates.map((gate) => roomFor(find(gate), lane, gate.name))),
    share,
    done: (lane) => {
      for (const [name, asking] of askers) if (asking.delete(lane) && asking.size === 0) askers.delete(name)
    },
    enter: (gates, lane = '') => {
      const at = now()
      const found = gates.map(find)
      if (found.some((host) => freeAt(host, at) > at)) return null
      const probes = found.map(({ breaker }) => breaker.openings > 0)
      for (const host of found) hosts.set(host.gate.name, enter(host, lane, at))
      return (learnt) => {
        for (const [i, gate] of gates.entries()) {
          const host = leave(find(gate), lane, now(), learnt, probes[i] ?? false)
          // Every claim looks at all that are known.
          if (isIdle(host, now())) hosts.delete(gate.name)
          else hosts.set(gate.name, host)
        }
        if (hosts.size > forgetAbove) forgetAbove = Math.max(mostKnown, 2 * forget(hosts, now()))
      }
    },
    rooms: (prefix, lane) => new Map(those(prefix).map(([name, host]) => [name, roomFor(host, lane, prefix)])),
    isFailing: (name) => (hosts.get(name)?.breaker.failures ?? 0) > 0,
    isOpen: (name) => {
      const host = hosts.get(name)
      return !host || (host.breaker.openings === 0 && freeAt({ ...host, inFlight: 0 }, now()) <= now())
    },
    isFull: (prefix, lane) =>
      those(prefix).some(([, host]) => host.inFlight > (host.by.get(lane) ?? 0) && roomFor(host, lane, prefix) === 0),
    nextAt: (prefix) => {
      const moments = those(prefix).map(([, host]) => freeAt(host, now()))
      const next = Math.min(...moments.filter((at) => at > now()))
      return Number.isFinite(next) ? byClock(next) : null
    },
  }
}

/** A clock that is set back goes on from where it was: who has a rate would wait until it is there again. */
function steady(clock: () => number) {
  let [last, lost] = [clock(), 0]
  return {
    now: () => {
      const at = clock()
      lost += Math.max(0, last - at)
      last = at
      return at + lost
    },
    byClock: (moment: number) => moment - lost,
  }
}

/** A lane that asked within so many milliseconds keeps its part. */
const recently = 10_000

const fresh = (gate: Gate, now: number): Host => ({
  gate,
  inFlight: 0,
  by: new Map(),
  breaker: closed,
  pausedUntil: 0,
  tokens: gate.rate?.burst ?? 0,
  tokensAt: now,
})

function freeAt(host: Host, now: number): number {
  const { gate, inFlight, breaker, pausedUntil } = host
  if (inFlight >= (gate.atOnce ?? Number.POSITIVE_INFINITY)) return Number.POSITIVE_INFINITY
  return Math.max(gate.breaks ? opensAt(breaker) : 0, pausedUntil, tokenAt(host, now))
}

function roomOf(host: Host, now: number): number {
  if (freeAt(host, now) > now) return 0
  const { gate, inFlight, breaker } = host
  if (gate.breaks && breaker.openings > 0) return 1
  const places = (gate.atOnce ?? Number.POSITIVE_INFINITY) - inFlight
  return gate.rate ? Math.min(places, Math.floor(tokensOf(host, now))) : places
}

/** A bucket that fills at the rate, up to the burst. */
function tokensOf({ gate, tokens, tokensAt }: Host, now: number): number {
  if (!gate.rate) return Number.POSITIVE_INFINITY
  return Math.min(gate.rate.burst, tokens + ((now - tokensAt) / 1000) * gate.rate.perSecond)
}

function tokenAt(host: Host, now: number): number {
  const { rate } = host.gate
  const missing = 1 - tokensOf(host, now)
  return !rate || missing <= 0 ? 0 : Math.ceil(now + (missing / rate.perSecond) * 1000)
}

// Each message changes two of these, twice: in their place, or copies would cost as much as the rest.
function enter(host: Host, lane: string, now: number): Host {
  host.inFlight++
  count(host.by, lane, 1)
  if (host.gate.breaks) host.breaker = begun(host.breaker)
  if (host.gate.rate) {
    host.tokens = tokensOf(host, now) - 1
    host.tokensAt = now
  }
  return host
}

/** Without those that have none. */
function count(by: Map<string, number>, lane: string, change: 1 | -1): void {
  const sum = (by.get(lane) ?? 0) + change
  if (sum > 0) by.set(lane, sum)
  else by.delete(lane)
}

const longestPause = 86_400

function leave(host: Host, lane: string, now: number, { lesson, pause = 0 }: Learnt, wasProbe: boolean): Host {
  host.inFlight--
  count(host.by, lane, -1)
  if (host.gate.breaks) host.breaker = ended(host.breaker, now, lesson, wasProbe)
  if (host.gate.pauses && pause > 0)
    host.pausedUntil = Math.max(host.pausedUntil, now + Math.min(pause, longestPause) * 1000)
  return host
}

const mostKnown = 5000

/** Those of whom nothing is worth knowing any more make room. Answers how many are left. */
function forget(hosts: Map<string, Host>, now: number): number {
  for (const [name, host] of hosts) if (isIdle(host, now)) hosts.delete(name)
  return hosts.size
}

const isIdle = (host: Host, now: number) =>
  host.inFlight === 0 &&
  host.breaker.failures === 0 &&
  freeAt(host, now) <= now &&
  (!host.gate.rate || tokensOf(host, now) >= host.gate.rate.burst)
