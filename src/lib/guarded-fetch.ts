import type { Logger } from 'pino'
import { connectTimeout, guardedConnector, isReachable, type Lookup, lookUp, usualPorts } from './guarded-connect.ts'
import { type Outbound, OutboundRefused, type OutboundRequest } from './outbound.ts'
import { type AllowList, readAllowList } from './outbound-allow.ts'
import { exchange } from './outbound-exchange.ts'

const largestHeader = 16 * 1024

/**
 * The guard behind `Outbound`. `allow` holds the entries of OUTBOUND_ALLOW (`host:port` or CIDR); one that cannot be
 * read throws at once. HTTP_PROXY and its kin have no effect: the address that is checked is the one that is reached.
 */
export function guardedOutbound(options: {
  allow: readonly string[]
  log?: Pick<Logger, 'debug'>
  lookup?: Lookup
  /** Until a connection is there, in milliseconds. Default 5,000. */
  patience?: number
}): Outbound {
  const allow = readAllowList(options.allow)
  const lookup = options.lookup ?? lookUp
  const { log, patience = connectTimeout } = options
  // Loaded with the first request: a start is a tenth quicker without it.
  const open = async () => {
    const { Agent, buildConnector } = await import('undici')
    const connect = guardedConnector({ allow, lookup, log, patience }, buildConnector)
    return new Agent({ connect, maxHeaderSize: largestHeader })
  }
  let opened: ReturnType<typeof open> | undefined
  return async (address, request = {}) => {
    const url = acceptableAddress(address, allow)
    const { method = 'GET', body, timeout = 10_000, maxBytes = 1024 * 1024, onlyStatus = false } = request
    const headers = acceptableHeaders(request)
    opened ??= open()
    const dispatcher = await opened
    const said = (cause: unknown) => inWords(cause, patience)
    return exchange({ dispatcher, url, method, headers, body, timeout, maxBytes, onlyStatus, inWords: said })
  }
}

/** The address as a URL. Throws `OutboundRefused` for all that can be refused without a look-up. */
export function acceptableAddress(address: string, allow: AllowList): URL {
  if (!/^https?:\/\/[^/\\]/i.test(address)) throw new OutboundRefused('Only http:// and https:// addresses are allowed')
  if (/[\x00-\x20\x7f\\]/.test(address)) throw new OutboundRefused('The address contains a space or control character')
  const url = URL.parse(address)
  if (url === null) throw new OutboundRefused('This is not a web address')
  if (url.username || url.password) throw new OutboundRefused('The address must not carry a user name or password')
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
  if (!usualPorts.has(port) && !allow.port(port)) throw new OutboundRefused(`Port ${port} is not allowed`)
  const isLiteral = /^\[|^[\d.]+$/.test(url.hostname)
  const isLocalName = /^(?:.*\.)?localhost\.?$/.test(url.hostname)
  if (
    !allow.name(url.hostname, port) &&
    (isLocalName ? !allow.port(port) : isLiteral && !isReachable(url.hostname, port, allow))
  )
    throw new OutboundRefused(`${url.hostname} is a private address`)
  return url
}

/** undici refuses line breaks in values too; this says it in words and before a connection. */
export function acceptableHeaders({ headers = {} }: OutboundRequest) {
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || /[^\t\x20-\x7e\x80-\xff]/.test(value))
      throw new OutboundRefused(
        `The header ${JSON.stringify(name.slice(0, 40))} contains a character that headers cannot carry`,
      )
  }
  return { 'user-agent': 'Upfront', 'accept-encoding': 'gzip, br, deflate', ...headers }
}

function inWords(cause: unknown, patience: number): string {
  if (cause instanceof Error && cause.name === 'HTTPParserError') return 'The answer is not HTTP'
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return `No connection within ${patience / 1000} s`
  return reasons[code] ?? (code ? `The connection failed (${code})` : 'The connection failed')
}

const reasons: Record<string, string> = {
  ENOTFOUND: 'The host name does not exist',
  EAI_AGAIN: 'The host name could not be looked up',
  ECONNREFUSED: 'The host refused the connection',
  ECONNRESET: 'The host closed the connection',
  UND_ERR_SOCKET: 'The host closed the connection',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'The answer is longer or shorter than it says',
  UND_ERR_HEADERS_OVERFLOW: 'The answer has more than 16 KB of headers',
  UND_ERR_INVALID_ARG: 'The request cannot be sent as it is',
  CERT_HAS_EXPIRED: 'The certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'The certificate is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The certificate cannot be verified',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate is for another host name',
}
