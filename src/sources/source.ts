import type { z } from 'zod'
import type { Outbound } from '../lib/outbound.ts'

export const severities = ['info', 'warning', 'error', 'critical'] as const
export type Severity = (typeof severities)[number]

/**
 * One state change that a monitoring system reported. All but key, state and title may be null.
 * `state: 'other'` is an event that is neither firing nor recovery (acknowledged, test): recorded, never acted upon.
 */
export type ParsedAlert = {
  /** What stays the same from firing to recovery. */
  key: string
  /** What tells this state change from an earlier one with the same key: the vendor's start time or event id. Null: the vendor says nothing. */
  occurrence: string | null
  state: 'firing' | 'resolved' | 'other'
  severity: Severity | null
  /** The sentence for people that the vendor's payload carries. */
  title: string
  summary: string | null
  labels: Record<string, string>
  /** The vendor's link to the alert. Only http and https. */
  url: string | null
  startedAt: Date | null
  endedAt: Date | null
}

/** What arrived, as bytes. Header names are in lower case. */
export type Arrival = {
  body: Buffer
  headers: Record<string, string>
  query: Record<string, string>
}

export type ParseResult =
  | { alerts: ParsedAlert[] }
  /** Understood, and there is nothing in it for us (a handshake, a ping). `note` says what it was, in words for the inbox. */
  | { alerts: []; note: string }

/** What a parser may use. Time and network are injected; a parser has no database. */
export type SourceContext<Settings> = { settings: Settings; now: () => Date; http: Outbound }

/**
 * One monitoring system. A source is one file that describes itself; its form, validation, docs, redaction and metrics
 * label are derived from this.
 */
export type Source<Settings = unknown> = {
  /** The vendor's name in lower case with hyphens: the address is POST /hooks/<kind>/<token>. */
  kind: string
  /** The vendor's name as it writes it. */
  name: string
  /** Where the vendor documents the payload. */
  docs: string
  /** How to connect it: numbered steps in plain words. `{{url}}` stands for the hook address. */
  setup: string
  /** The settings of one source of this kind; `z.object({})` when there are none. Secret fields carry `.meta({ secret: true })`; each has a title and a description. */
  settings: z.ZodType<Settings>
  /** What is wrong with settings of the right shape, each with the path to it. Asked when they are saved, not at each arrival. */
  mistakes?(settings: Settings): { path: PropertyKey[]; message: string }[]
  /** A payload the vendor documents, for the curl line to try and the tests. `body` is sent as it stands. */
  sample: { body: string; contentType: string; headers?: Record<string, string> }
  /**
   * Turns what arrived into alerts. Throws `InvalidInput` with a pointer into the body when it is not what the vendor
   * sends, `Unauthenticated` when a signature is missing or wrong.
   */
  parse(arrival: Arrival, ctx: SourceContext<Settings>): Promise<ParseResult>
}

/** Keeps the type of `settings` while letting the list hold sources of every kind. */
export const defineSource = <S>(source: Source<S>): Source<S> => source
