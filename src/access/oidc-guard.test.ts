import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import type { Context } from '../lib/context.ts'
import { guardedOutbound } from '../lib/guarded-fetch.ts'
import { NewConnection } from './connection.ts'
import { beginOidc } from './oidc.ts'
import { Refused } from './refused.ts'

// S-SSRF-1 to 4 for identity providers: whoever names an issuer cannot have us ask this machine.

const asked: string[] = []
const inside = createServer((request, response) => {
  asked.push(request.url ?? '')
  response.writeHead(302, { location: `http://127.0.0.2:${at()}/moved` }).end()
})
const at = () => (inside.address() as AddressInfo).port
before(() => new Promise<void>((ready) => inside.listen(0, '127.0.0.1', ready)))
after(() => void inside.close().closeAllConnections())

async function begin(issuer: string, allow: readonly string[]) {
  const http = guardedOutbound({ allow, lookup: async () => [{ address: '127.0.0.1', family: 4 }] })
  const connection = NewConnection.safeParse({ kind: 'oidc', key: 'login', name: 'Login', clientId: 'upfront', issuer })
  if (!connection.success || connection.data.kind !== 'oidc') return 'refused when entered'
  const ctx = { http, random: (n: number) => Buffer.alloc(n, 1) } as Context
  const asking = { connection: connection.data, clientSecret: 'secret', callback: 'https://status.acme.example/back' }
  await assert.rejects(beginOidc(ctx, asking), Refused, issuer)
  return 'refused when asked'
}

test('an issuer is not inside, however it is spelt', async () => {
  const hosts = `127.0.0.1 localhost 127.1 2130706433 0x7f000001 0177.0.0.1 0.0.0.0 [::1] [::ffff:127.0.0.1] 10.0.0.1
    169.254.169.254 [fd00::1] rebound.example user:password@rebound.example`.split(/\s+/)
  const said = new Set<string>()
  for (const host of hosts)
    for (const issuer of [`https://${host}`, `http://${host}`, `https://${host}:${at()}`, `http://${host}:${at()}`])
      said.add(await begin(issuer, []))
  for (const issuer of ['file:///etc/passwd', 'ftp://rebound.example', 'javascript:alert(1)'])
    assert.equal(await begin(issuer, []), 'refused when entered')
  assert.deepEqual([...said].sort(), ['refused when asked', 'refused when entered'])
  assert.deepEqual(asked, [])
})

test('where it leads to is not followed', async () => {
  assert.equal(await begin(`http://127.0.0.1:${at()}`, ['127.0.0.0/8']), 'refused when asked')
  assert.deepEqual(asked, ['/.well-known/openid-configuration'])
})
