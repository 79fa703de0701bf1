import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startVendor, type VendorAnswer } from '../test/vendor.ts'
import type { Channel, Message, Outcome, To, Written } from './channel.ts'
import { aMessage } from './messages.cases.ts'

/** Writes a message and sends it to a vendor that answers so: what was written, what arrived, and how it ended. */
export async function tried<S, T, W extends Written>(
  channel: Channel<S, T, W>,
  answer: VendorAnswer | readonly VendorAnswer[],
  changes: Partial<Message> = {},
  to: To<S, T> = channel.sample,
) {
  const server = await startVendor(answer)
  const written = channel.write(aMessage(changes), to)
  const outcome = await channel.send(written, to, server.via())
  return { written, outcome, requests: server.requests }
}

/** A test for each answer that the vendor documents, and what is made of it. */
export function answersOf<S, T, W extends Written>(
  channel: Channel<S, T, W>,
  answers: readonly (readonly [name: string, answer: VendorAnswer | readonly VendorAnswer[], outcome: Outcome])[],
) {
  for (const [name, answer, expected] of answers)
    test(`${channel.kind}: ${name}`, async () => {
      const { outcome } = await tried(channel, answer)
      assert.deepEqual(outcome, expected)
    })
}
