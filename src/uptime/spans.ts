import { type ComponentStatus, type RollUp, rollUp } from '../components/status.ts'

/** A status from one moment to another, the end excluded, in whole seconds since 1970. */
export type Span = { status: ComponentStatus; from: number; to: number }

/** The whole second in which a moment lies. Every edge is cut the same way, so that parts add up to the whole. */
export const second = (at: Date): number => Math.floor(at.getTime() / 1000)

/** What of some spans lies between two moments. */
export const clipped = (spans: readonly Span[], from: number, to: number): Span[] =>
  spans
    .map((span) => ({ status: span.status, from: Math.max(span.from, from), to: Math.min(span.to, to) }))
    .filter((span) => span.from < span.to)

/**
 * What a component showed over time: its own status and, by its rule, those of its parts as they were at each moment.
 * Nothing is known before its own first span, whatever its parts had; a part counts from its own first span on.
 * Spans are in the order of time, here and in what comes back.
 */
export function rolledUp(rule: RollUp, own: readonly Span[], parts: readonly (readonly Span[])[]): Span[] {
  if (parts.length === 0 || rule === 'own') return joined(own)
  const edges = [...new Set([own, ...parts].flatMap((spans) => spans.flatMap(({ from, to }) => [from, to])))]
  const readOwn = reader(own)
  const readParts = parts.map(reader)
  const shown: Span[] = []
  for (const [i, from] of edges.sort((a, b) => a - b).entries()) {
    const to = edges[i + 1]
    const status = readOwn(from)
    const below = readParts.map((read) => read(from)).filter((one) => one !== null)
    if (status !== null && to !== undefined) shown.push({ status: rollUp(rule, status, below), from, to })
  }
  return joined(shown)
}

/** Reads the status at moments that only grow; null where there is none. */
function reader(spans: readonly Span[]) {
  let i = 0
  return (at: number): ComponentStatus | null => {
    while (i < spans.length && spans[i]!.to <= at) i++
    const span = spans[i]
    return span && span.from <= at ? span.status : null
  }
}

/** Neighbours of one status become one span. */
function joined(spans: readonly Span[]): Span[] {
  const out: Span[] = []
  for (const span of spans) {
    const last = out.at(-1)
    if (last && last.status === span.status && last.to === span.from) last.to = span.to
    else out.push({ ...span })
  }
  return out
}
