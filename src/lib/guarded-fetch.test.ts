import assert from 'node:assert/strict'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { guardedOutbound } from './guarded-fetch.ts'
import { OutboundFailed, OutboundRefused } from './outbound.ts'
import { isPrivateAddress } from './private-address.ts'

let hits = 0
let answer: RequestListener = (_, response) => response.end('hello')
const server: Server = createServer((request, response) => answer(request, response))
server.on('connection', () => hits++)
let port = 0
before(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  port = (server.address() as AddressInfo).port
})
after(() => {
  server.closeAllConnections()
  server.close()
})

const resolving = (...addresses: string[]) => {
  const answers = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  return async () => answers
}

const privateSpellings =
  `127.0.0.1 localhost localhost. a.localhost 127.1 2130706433 0x7f000001 0177.0.0.1 0.0.0.0 [::] [::1]
  [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] ①②⑦.⓪.⓪.① 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254
  100.64.0.1 192.0.0.8 198.18.0.1 198.19.255.255 224.0.0.1 240.0.0.1 255.255.255.255 [fc00::1] [fdff::1] [fe80::1] [fec0::1]
  [64:ff9b::7f00:1] [2002:7f00:1::] [2001::1] [ff02::1] [2001:db8::1] 168.63.129.16`.split(/\s+/)

for (const host of privateSpellings) {
  test(`S-SSRF-1: ${host} is refused`, async () => {
    const outbound = guardedOutbound({ allow: [] })
    const before = hits
    for (const url of [
      `http://${host}/`,
      `https://${host}/`,
      `http://${host}:8080/`,
      `http://${host}:${port}/`,
      `http://user@${host}/`,
    ])
      await assert.rejects(outbound(url), OutboundRefused, url)
    assert.equal(hits, before)
  })
}

test('S-SSRF-2: one private answer among the addresses of a name refuses it', async () => {
  const before = hits
  for (const answers of [
    ['127.0.0.1'],
    ['::1'],
    ['8.8.8.8', '127.0.0.1'],
    ['2606:4700::1', '::ffff:10.0.0.1'],
    ['fe80::1%eth0'],
  ])
    await assert.rejects(
      guardedOutbound({ allow: [], lookup: resolving(...answers) })('http://public.example/'),
      OutboundRefused,
    )
  assert.equal(hits, before)
})

test('S-SSRF-3: only http and https, spelt plainly', async () => {
  const outbound = guardedOutbound({ allow: [`127.0.0.1:${port}`] })
  const before = hits
  const rest = `127.0.0.1:${port}/`
  const addresses = [
    'file:///etc/passwd',
    `ftp://${rest}`,
    `gopher://${rest}`,
    'data:text/plain,x',
    'javascript:alert(1)',
    'unix:/run/x',
  ]
  addresses.push(
    'http+unix://%2Frun%2Fx/',
    `view-source:http://${rest}`,
    `http:/\\${rest}`,
    `http:\\\\${rest}`,
    `http:/${rest}`,
  )
  addresses.push(
    `ht\ttp://${rest}`,
    `http\n://${rest}`,
    ` http://${rest}`,
    `http://${rest}\r\nX: y`,
    '',
    'http://',
    'http://a b/',
  )
  for (const address of addresses) await assert.rejects(outbound(address), OutboundRefused, address)
  await assert.rejects(outbound('ftp://x/'), /http:\/\/ and https:\/\//)
  assert.equal(hits, before)
})

test('S-SSRF-4: a redirect is an answer, not followed', async () => {
  const outbound = guardedOutbound({ allow: [`127.0.0.1:${port}`] })
  for (const status of [301, 302, 303, 307, 308]) {
    answer = (_, response) => response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end()
    const response = await outbound(`http://127.0.0.1:${port}/`)
    assert.deepEqual([response.status, response.headers.location], [status, 'http://127.0.0.1:1/'])
  }
})

test('S-SSRF-5: a name is looked up once, and what was looked up is what is connected to', async () => {
  // 127.0.0.2 stands for the address that may be reached; whoever asks a second time is led to what may not.
  let lookups = 0
  const outbound = guardedOutbound({
    allow: ['127.0.0.2/32'],
    lookup: async () => [{ address: lookups++ === 0 ? '127.0.0.2' : '127.0.0.1', family: 4 }],
  })
  const before = hits
  await assert.rejects(outbound(`http://rebound.example:${port}/`), { message: 'The host refused the connection' })
  assert.deepEqual([lookups, hits - before], [1, 0])
  await assert.rejects(outbound(`http://rebound.example:${port}/`), OutboundRefused)
  assert.deepEqual([lookups, hits - before], [2, 0])
})

test('S-SSRF-6: other ports are refused, also on a public name, and nothing carries a line break', async () => {
  const outbound = guardedOutbound({ allow: [], lookup: resolving('93.184.216.34') })
  for (const closed of [22, 25, 6379, 5432, 11211, 2375, 9200])
    await assert.rejects(outbound(`http://public.example:${closed}/`), /Port \d+ is not allowed/)
  const open = guardedOutbound({ allow: [`127.0.0.1:${port}`] })
  const before = hits
  const bad: Record<string, string>[] = [{ 'x-a': 'b\r\nEvil: 1' }, { 'x\r\nEvil': '1' }, { 'x-a': 'b\0' }]
  for (const headers of bad) await assert.rejects(open(`http://127.0.0.1:${port}/`, { headers }), OutboundRefused)
  assert.equal(hits, before)
})

test('S-SSRF-7: OUTBOUND_ALLOW opens what it names and nothing beside it', async () => {
  answer = (_, response) => response.end('hello')
  const reach = (allow: string[], host: string, at = port) =>
    guardedOutbound({ allow, lookup: resolving('127.0.0.1') })(`http://${host}:${at}/`)
  for (const [entry, host] of [
    [`127.0.0.1:${port}`, '127.0.0.1'],
    [`127.0.0.1:${port}`, 'internal.example'],
    [`127.0.0.1:${port}`, 'localhost'],
    [`internal.example:${port}`, 'internal.example'],
    ['127.0.0.0/8', '127.0.0.1'],
  ] as const)
    assert.equal((await reach([entry], host)).body.toString(), 'hello', `${entry} opens ${host}`)
  await assert.rejects(reach([`127.0.0.1:${port}`], '127.0.0.1', port + 1), OutboundRefused)
  await assert.rejects(reach([`internal.example:${port}`], 'other.example'), OutboundRefused)
  await assert.rejects(reach([`internal.example:${port}`], '127.0.0.1'), OutboundRefused)
  await assert.rejects(reach(['10.0.0.0/8'], '127.0.0.1'), OutboundRefused)
  for (const entry of ['127.0.0.1', 'x:0', 'x:99999', '10.0.0.0/99', 'http://x:1'])
    assert.throws(() => guardedOutbound({ allow: [entry] }), /OUTBOUND_ALLOW/)
})

test('proxies named by the environment are not used', async () => {
  process.env.HTTP_PROXY = 'http://127.0.0.1:1'
  try {
    answer = (request, response) => response.end(request.url)
    const outbound = guardedOutbound({ allow: [`127.0.0.1:${port}`] })
    assert.equal((await outbound(`http://127.0.0.1:${port}/direct`)).body.toString(), '/direct')
  } finally {
    delete process.env.HTTP_PROXY
  }
})

test('a failing network is OutboundFailed, with the reason in words', async () => {
  const closed = guardedOutbound({ allow: ['127.0.0.1:1'] })
  await assert.rejects(closed('http://127.0.0.1:1/'), { message: 'The host refused the connection' })
  await assert.rejects(closed('http://127.0.0.1:1/'), OutboundFailed)
})

test('every IPv4 address inside IPv6 stays as closed as it is', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      if (isPrivateAddress(address)) assert.ok(isPrivateAddress(`::ffff:${address}`))
      assert.ok(isPrivateAddress(`64:ff9b::${address}`))
    }),
  )
})
