import { test } from 'node:test'
import { keepsLimits, places, saysEveryKind, staysHarmless } from './contract-words.cases.ts'
import { channels } from './index.ts'

for (const channel of channels) {
  if (channel.usesMail) continue

  test(`${channel.kind} says every kind of message`, () => saysEveryKind(channel))

  test(`${channel.kind} keeps its limits, whatever the text is made of`, () => keepsLimits(channel))

  // S-XSS-1: in mails, chats and calls.
  for (const place of places)
    test(`${channel.kind}: nothing of a hostile ${place} pings, links or formats`, () => staysHarmless(channel, place))
}
