/** The answer to an outbound request, body cut at the limit. */
export type OutboundResponse = { status: number; headers: Record<string, string>; body: Buffer }

export type OutboundRequest = {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  headers?: Record<string, string>
  body?: string | Buffer
  /** Whole request, in milliseconds. Default 10,000. */
  timeout?: number
  /** Largest decoded body in bytes. Default 1 MB. */
  maxBytes?: number
}

/**
 * The one way out to addresses that users name. Refuses private networks unless OUTBOUND_ALLOW names them, checks the
 * address that it really connects to, follows no redirect. Throws `OutboundRefused` when the guard says no and
 * `OutboundFailed` when the network does.
 */
export type Outbound = (url: string, request?: OutboundRequest) => Promise<OutboundResponse>

export class OutboundRefused extends Error {}
export class OutboundFailed extends Error {}
