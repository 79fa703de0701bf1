import type { Outbound } from '../lib/outbound.ts'
import { OutboundFailed } from '../lib/outbound.ts'
import { parseArrival } from './index.ts'
import type { Arrival, ParsedAlert, Source } from './source.ts'

type Options = { settings?: unknown; http?: Outbound; headers?: Record<string, string>; query?: Record<string, string> }

const noNetwork: Outbound = async () => {
  throw new OutboundFailed('no network here')
}

/** For tests: what a source makes of a body; an object is sent as JSON, a text as it stands. */
export function received(source: Source, body: unknown, options: Options = {}) {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const headers = { 'content-type': 'application/json', ...options.headers }
  const arrival: Arrival = { body: bytes, headers, query: options.query ?? {} }
  const { settings = {}, http = noNetwork } = options
  return parseArrival(source, arrival, { settings, http, now: () => new Date('2026-03-01T10:00:00Z') })
}

/** For tests: the one alert that a source makes of a body. */
export async function receivedAlert(source: Source, body: unknown, options: Options = {}): Promise<ParsedAlert> {
  const { alerts } = await received(source, body, options)
  if (alerts.length !== 1) throw new Error(`${alerts.length} alerts where one was expected`)
  return alerts[0]!
}

/** For tests: the sample's tree with some fields set to others. */
export const sampleWith = (source: Source, fields: Record<string, unknown>): Record<string, unknown> => ({
  ...JSON.parse(source.sample.body),
  ...fields,
})
