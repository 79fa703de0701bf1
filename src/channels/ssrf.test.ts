import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { after, before, test } from 'node:test'
import { guardedOutbound } from '../lib/guarded-fetch.ts'
import type { Outbound } from '../lib/outbound.ts'
import type { Channel, Outcome, To } from './channel.ts'
import { channels } from './index.ts'
import { aMessage } from './messages.cases.ts'

// S-SSRF-1 to 6 over every channel: whatever address somebody enters, in a destination or in an account, is refused when
// it is entered or when something is sent, in words, and nothing on this machine is connected to.

let hits = 0
const inside = createServer((socket) => void socket.on('error', () => {}).end(void hits++))
let port = 0
before(async () => {
  await new Promise<void>((ready) => inside.listen(0, '127.0.0.1', ready))
  port = (inside.address() as AddressInfo).port
})
after(() => void inside.close())

/** Loopback, private, link-local and reserved, as people spell them who hope that nobody looks. */
const closed = `127.0.0.1 localhost localhost. a.localhost 127.1 2130706433 0x7f000001 0x7f.1 0177.0.0.1 017700000001 0.0.0.0 0
  [::] [::1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] ①②⑦.⓪.⓪.① 127。0。0。1 %31%32%37.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1
  169.254.169.254 100.64.0.1 100.100.100.200 168.63.129.16 [fd00::1] [fe80::1] [fe80::1%25eth0] [64:ff9b::7f00:1] [2002:7f00:1::]`
/** Names whose owner lets them lead to this machine, and addresses that two readers read in two ways. */
const led = `rebound.example rebound.example. a..b -.example ${'a'.repeat(63)}.example ${'a'.repeat(300)}.example a_b.example
  rebound.example:22 rebound.example:6379 rebound.example:0 rebound.example:65536 rebound.example:99999 256.1.1.1 1.2.3.4.5
  user@rebound.example user:password@rebound.example :password@rebound.example rebound.example@127.0.0.1
  rebound.example#@127.0.0.1 rebound.example?@127.0.0.1 rebound.example\\@127.0.0.1 127.0.0.1%00.example
  127.0.0.1%0d%0aX-Evil:1 127.0.0.1\r\nX-Evil:1 127.0.0.1\t`
const hosts = `${closed} ${led}`.split(/ +|\n */).filter(Boolean)
const schemes = [
  'https',
  'http',
  'HTTPS',
  'ftp',
  'file',
  'gopher',
  'data',
  'javascript',
  'view-source:http',
  'http+unix',
]
const spellings = () => [
  ...schemes.flatMap((scheme) => hosts.map((host) => `${scheme}://${host}`)),
  ...['127.0.0.1', '[::1]', 'localhost', 'rebound.example'].map((host) => `https://${host}:${port}`),
  ...['https:/', 'https:', 'https:\\\\', '//', 'https:///'].map((start) => `${start}127.0.0.1`),
]

for (const channel of channels.filter((one) => !one.usesMail))
  for (const { part, name, sample } of addressesOf(channel))
    test(`${channel.kind}: no ${name} leads inside`, async () => {
      const lookups: string[] = []
      const http = guardedOutbound({
        allow: [],
        lookup: async (host) => [{ address: lookups.push(host) % 2 ? '127.0.0.1' : '::1', family: 4 }],
      })
      const before = hits
      for (const spelling of spellings()) {
        const given = { ...Object(channel.sample[part]), [name]: sample.replace(/^https:\/\/[^/]+/, spelling) }
        const parsed = channel[part].safeParse(given)
        if (!parsed.success) continue
        const to = { ...channel.sample, [part]: parsed.data }
        assert.equal((await sentTo(channel, to, http)).result, 'refused', spelling)
      }
      assert.equal(hits, before)
    })

test('every channel that lets people name an address is among them', () => {
  assert.deepEqual(
    channels.flatMap((channel) => addressesOf(channel).map(({ name }) => `${channel.kind} ${name}`)),
    namingAddresses,
  )
})

/** What is named in a word (an id, a region, a domain) becomes a part of an address: it must not become another host. */
test('nothing else that is entered leads to another host', async () => {
  const tries = [
    '../..',
    '@127.0.0.1',
    '127.0.0.1/',
    '127.0.0.1#',
    '127.0.0.1?',
    '..',
    'a/../../x',
    '\\127.0.0.1',
    'a.example:1@',
    '%2f%2f127.0.0.1',
  ]
  for (const channel of channels.filter((one) => !one.usesMail)) {
    const known = await askedBy(channel, channel.sample)
    for (const part of ['settings', 'target'] as const)
      for (const [name, value] of Object.entries(Object(channel.sample[part])))
        for (const text of tries) {
          if (typeof value !== 'string' || /^https?:/.test(value)) continue
          for (const changed of [text, `${value}${text}`, `${text}${value}`]) {
            const parsed = channel[part].safeParse({ ...Object(channel.sample[part]), [name]: changed })
            if (!parsed.success) continue
            const asked = await askedBy(channel, { ...channel.sample, [part]: parsed.data })
            for (const host of asked) assert.ok(known.has(host), `${channel.kind} ${name} ${changed}: asks ${host}`)
          }
        }
  }
})

/** The fields that hold an address, of the account and of the destination. */
function addressesOf({ sample }: Channel) {
  return (['settings', 'target'] as const).flatMap((part) =>
    Object.entries(Object(sample[part])).flatMap(([name, value]) =>
      typeof value === 'string' && /^https?:\/\//.test(value) ? [{ part, name, sample: value }] : [],
    ),
  )
}

type Destination = To<unknown, unknown>

async function sentTo(channel: Channel, to: Destination, http: Outbound): Promise<Outcome> {
  assert.match(channel.host(to), /^[^\s/]*$/)
  assert.ok(channel.label(to.target) && channel.identity(to.target))
  const via = { http, now: () => new Date(0), random: (n: number) => Buffer.alloc(n, 1) }
  return channel.send(channel.write(aMessage(), to), to, via)
}

/** The hosts that a message to this destination asks. */
async function askedBy(channel: Channel, to: Destination): Promise<Set<string>> {
  const asked = new Set<string>()
  await sentTo(channel, to, async (address) => {
    asked.add(new URL(address).host)
    return { status: 500, headers: {}, body: Buffer.alloc(0) }
  })
  return asked
}

const namingAddresses = [
  'bluesky server',
  'discord url',
  'google-chat url',
  'mastodon server',
  'matrix homeserver',
  'mattermost url',
  'ntfy server',
  'rocket-chat url',
  'slack url',
  'slack-app url',
  'teams url',
  'webex url',
  'webhook url',
  'web-push endpoint',
  'zulip site',
]
