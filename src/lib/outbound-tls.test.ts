import assert from 'node:assert/strict'
import { createServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { generate } from 'selfsigned'
import { guardedOutbound } from './guarded-fetch.ts'
import { OutboundFailed } from './outbound.ts'

// S-SSRF-12: a certificate that nobody vouches for ends the request before anything of it is said.

const usual = getCACertificates('default')
after(() => setDefaultCACertificates(usual))

const now = Date.now()
const day = 86_400_000

async function listening(options: ServerOptions) {
  const heard: string[] = []
  const server = createServer(options, (request, response) => {
    heard.push(request.url ?? '')
    response.end()
  })
  server.on('tlsClientError', () => {})
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  after(() => void server.close().closeAllConnections())
  return { heard, port: (server.address() as AddressInfo).port }
}

const certificate = async (name: string, days: { from: number; to: number }) => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    notBeforeDate: new Date(now + days.from * day),
    notAfterDate: new Date(now + days.to * day),
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
  })
  return { key, cert }
}

const sent = (port: number) =>
  guardedOutbound({
    allow: ['127.0.0.0/8'],
    lookup: async () => [{ address: '127.0.0.1', family: 4 }],
  })(`https://hooks.customer.example:${port}/secret-path`, { headers: { authorization: 'Bearer secret' } })

test('S-SSRF-12: self-signed, expired, of another host or in TLS 1.1: nothing is sent, and the reason is said', async () => {
  const today = { from: -1, to: 1 }
  const [good, unknown, expired, other] = await Promise.all([
    certificate('hooks.customer.example', today),
    certificate('hooks.customer.example', today),
    certificate('hooks.customer.example', { from: -9, to: -8 }),
    certificate('other.example', today),
  ])
  setDefaultCACertificates([good.cert, expired.cert, other.cert])
  const { port, heard } = await listening(good)
  assert.equal((await sent(port)).status, 200)
  assert.deepEqual(heard, ['/secret-path'])
  for (const [options, reason] of [
    [unknown, 'The certificate is self-signed'],
    [expired, 'The certificate has expired'],
    [other, 'The certificate is for another host name'],
    [{ ...good, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }, 'The connection failed'],
  ] as const) {
    const server = await listening(options)
    await assert.rejects(sent(server.port), (error: Error) => {
      assert.ok(error instanceof OutboundFailed)
      assert.equal(error.message.startsWith(reason), true, error.message)
      return true
    })
    assert.deepEqual(server.heard, [])
  }
})
