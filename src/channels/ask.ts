import { OutboundFailed, OutboundRefused, type OutboundRequest, type OutboundResponse } from '../lib/outbound.ts'
import type { Outcome, Via } from './channel.ts'

/** What the other side answered, or the outcome where nothing came of it. */
export type Asked = { response: OutboundResponse } | { outcome: Outcome }

/**
 * Sends a request. A network that fails is an outcome: `ours` says that the host is the vendor's, the same for everybody,
 * so that others would fare no better now. After 2xx it is an answer without a body: to send again what was taken would be
 * to send it twice.
 */
export async function ask(via: Via, url: string, request: OutboundRequest, ours: boolean): Promise<Asked> {
  try {
    return { response: await via.http(url, request) }
  } catch (error) {
    if (error instanceof OutboundRefused) return { outcome: { result: 'refused', reason: error.message } }
    if (!(error instanceof OutboundFailed)) throw error
    const { message: reason, mayHaveArrived, answered } = error
    if (answered && isTaken(answered)) return { response: { ...answered, body: Buffer.alloc(0) } }
    const theirs = ours ? { unreachable: true as const, ...(mayHaveArrived && { mayHaveArrived }) } : {}
    return { outcome: { result: 'transient', reason, ...theirs } }
  }
}

/** POSTs a value as JSON. */
export const askJson = (via: Via, url: string, value: unknown, ours: boolean, headers: Record<string, string> = {}) =>
  ask(
    via,
    url,
    { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) },
    ours,
  )

/**
 * What an answer means where the vendor says nothing more special: 2xx sent; 408, 425, 429 and 5xx again later, when it
 * says; 401 and 403 `barred` (an account's own fault is nobody's address's: again later, and nobody else either); 410
 * never again; all else this message is refused. `say`: what of the answer may stand in the ledger.
 */
export function outcomeOf(response: OutboundResponse, now: Date, say: string, receipt?: string): Outcome {
  const { status } = response
  const reason = `${status}${say ? `: ${oneLine(say)}` : ''}`
  if (isTaken(response)) return { result: 'sent', detail: reason, ...(receipt && { receipt }) }
  const retryAfter = retryAfterOf(response.headers['retry-after'], now)
  if (status === 429) return { result: 'transient', reason, retryAfter: retryAfter ?? 30 }
  if (status === 408 || status === 425 || status >= 500)
    return { result: 'transient', reason, ...(retryAfter !== null && { retryAfter }) }
  if (status === 401 || status === 403) return { result: 'transient', reason, unreachable: true }
  if (status === 410) return { result: 'permanent', reason }
  return { result: 'refused', reason }
}

const isTaken = ({ status }: { status: number }) => status >= 200 && status < 300

/** Seconds, from seconds or a date; at most a day. https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 */
export function retryAfterOf(value: string | undefined, now: Date): number | null {
  if (!value) return null
  const seconds = /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : (Date.parse(value) - now.getTime()) / 1000
  return Number.isNaN(seconds) ? null : Math.min(86_400, Math.max(0, Math.ceil(seconds)))
}

/** The answer's JSON; null where it is none. */
export function jsonOf(response: OutboundResponse): unknown {
  try {
    return JSON.parse(response.body.toString('utf8'))
  } catch {
    return null
  }
}

const oneLine = (text: string) =>
  text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 300)
