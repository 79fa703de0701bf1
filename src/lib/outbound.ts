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
  /** The status says all: a body that is broken, packed oddly or never ends changes nothing, and is left as it came. */
  onlyStatus?: true
}

/**
 * The one way out to addresses that users name. Refuses private networks unless OUTBOUND_ALLOW names them, checks the
 * address that it really connects to, follows no redirect. Throws `OutboundRefused` when the guard says no and
 * `OutboundFailed` when the network does.
 */
export type Outbound = (url: string, request?: OutboundRequest) => Promise<OutboundResponse>

export class OutboundRefused extends Error {}
/**
 * `mayHaveArrived`: the request had begun to leave, so that nobody knows whether it was taken. `answered`: what had
 * come before its body failed.
 */
export class OutboundFailed extends Error {
  readonly mayHaveArrived: boolean
  readonly answered: Omit<OutboundResponse, 'body'> | null
  constructor(
    message: string,
    {
      mayHaveArrived = false,
      answered = null,
      ...options
    }: ErrorOptions & { mayHaveArrived?: boolean; answered?: OutboundFailed['answered'] } = {},
  ) {
    super(message, options)
    this.mayHaveArrived = mayHaveArrived
    this.answered = answered
  }
}
