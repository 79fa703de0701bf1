import type { Via } from '../channels/channel.ts'
import { acceptableHeaders } from '../lib/guarded-fetch.ts'
import type { OutboundRequest, OutboundResponse } from '../lib/outbound.ts'
import { testClock } from './clock.ts'
import { seededRandom } from './random.ts'
import { type VendorAnswer, type VendorRequest, vendorAddress, vendorRequest } from './vendor.ts'

type Answer = Exclude<VendorAnswer, string>

/**
 * A vendor without a network, for what is said and answered rather than how it is carried: it takes a request as
 * `startVendor` does, by the same rules for addresses and headers, at two thirds of the cost.
 */
export function modelVendor(answer: (request: VendorRequest) => VendorAnswer) {
  const requests: VendorRequest[] = []
  const http = async (address: string, { method = 'GET', headers, body = '' }: OutboundRequest = {}) => {
    const url = vendorAddress(address)
    const sent = lowerCased(acceptableHeaders({ headers }))
    const request = vendorRequest(method, url, sent, Buffer.from(body))
    requests.push(request)
    const answered = answer(request)
    if (typeof answered === 'string') throw new Error(`${answered} wants a network: startVendor has one`)
    return asResponse(answered)
  }
  const via = (): Via => ({ http, now: testClock().now, random: seededRandom('vendor') })
  return { requests, via }
}

function asResponse({ status = 200, headers = {}, body = '' }: Answer): OutboundResponse {
  const isText = typeof body === 'string' || Buffer.isBuffer(body)
  const type: Record<string, string> = isText ? {} : { 'content-type': 'application/json' }
  return {
    status,
    headers: { ...type, ...lowerCased(headers) },
    body: Buffer.from(isText ? body : JSON.stringify(body)),
  }
}

const lowerCased = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
