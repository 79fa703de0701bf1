import { startVendor, type VendorAnswer } from '../test/vendor.ts'
import type { Channel, Message, Via, Written } from './channel.ts'
import { aMessage } from './messages.cases.ts'

/** One message to the sample, by a vendor that answers so: the outcome, and what arrived. */
export async function attempted<S, T, W extends Written>(
  channel: Channel<S, T, W>,
  answer: VendorAnswer,
  { message = {}, target, via = {} }: { message?: Partial<Message>; target?: T; via?: Partial<Via> } = {},
) {
  const server = await startVendor(answer)
  const to = { ...channel.sample, ...(target !== undefined && { target }) }
  const outcome = await channel.send(channel.write(aMessage(message), to), to, { ...server.via(), ...via })
  return { outcome, requests: server.requests, request: server.requests[0]! }
}
