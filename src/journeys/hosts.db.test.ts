import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { testFolder } from '../test/folder.ts'
import { startUpfront } from '../test/server.ts'
import { until } from '../test/until.ts'

const token = 'hosts-0123456789abcdef'
const config = join(await testFolder(), 'upfront.json')
const third = { slug: 'three', name: 'Page Three', host: 'status.three.example', domains: ['old.three.example'] }
await writeFile(config, JSON.stringify({ version: 1, pages: [third] }))
const upfront = await startUpfront({
  onTestServer: true,
  env: {
    UPFRONT_ADMIN_TOKEN: token,
    UPFRONT_URL: 'http://up.example',
    UPFRONT_CONFIG: config,
    TRUSTED_PROXIES: '127.0.0.1',
  },
})
const { port } = new URL(upfront.url)

/** One request as it goes over the wire; the whole answer. */
function raw(lines: readonly string[], body = ''): Promise<{ status: number; head: string; body: string }> {
  return new Promise((done, failed) => {
    const socket = connect(Number(port), '127.0.0.1')
    let text = ''
    socket.setEncoding('utf8')
    socket.on('data', (chunk) => (text += chunk))
    socket.on('error', failed)
    socket.on('end', () => {
      const [head = '', ...rest] = text.split('\r\n\r\n')
      done({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]), head, body: rest.join('\r\n\r\n') })
    })
    socket.write(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`)
  })
}
const get = (host: string, path = '/', more: string[] = []) => raw([`GET ${path} HTTP/1.1`, `Host: ${host}`, ...more])

async function api(path: string, body: object) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const to = `${upfront.url}/api/v1${path}`
  const answer = await fetch(to, { method: 'POST', headers, body: JSON.stringify(body) })
  assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`)
  return (await answer.json()) as { record: { name: string; value: string }; file: { content: string } }
}

await api('/pages', { slug: 'one', name: 'Page One', host: 'status.one.example' })
await api('/pages', { slug: 'two', name: 'Page Two', host: 'status.two.example' })
const claim = await api('/pages/one/domains', { host: 'Claimed.ONE.example.' })
await until(async () => (await get('status.two.example')).body.includes('Page Two'))
await until(async () => (await get('claimed.one.example', '/.well-known/upfront-domain')).status === 200)

// S-HOST-1
test('unknown hosts get 421 and no page data, whatever they ask for', async () => {
  const long = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(61)}.example`
  const hosts = ['evil.example', 'claimed.one.example', 'status.one.example.evil.example', 'xstatus.one.example', long]
  for (const host of [...hosts, 'status.one.example@evil.example', 'stаtus.one.example', 'xn--sttus-6nf.one.example'])
    for (const path of ['/', '/p/one', '/history', '/api/v2/summary.json', '/subscribe', '/console', '/api/v1/pages']) {
      const answer = await get(host, path)
      assert.equal(answer.status, 421, `${host}${path}`)
      assert.doesNotMatch(answer.body, /Page|one|two/)
    }
})

// S-CACHE-3
test('a page answers at its name however that is written, and says in a header which it is', async () => {
  for (const host of ['status.one.example', 'STATUS.One.example', 'status.one.example.', 'status.one.example:80']) {
    const answer = await get(host)
    assert.equal(answer.status, 200, host)
    assert.match(answer.body, /Page One/)
    assert.match(answer.head.toLowerCase(), new RegExp(`x-upfront-host: ${host.toLowerCase()}\r?\n?`))
  }
  assert.doesNotMatch((await get('up.example', '/p/one')).head.toLowerCase(), /x-upfront-host/)
  const [one, two] = [await get('status.one.example', '/history'), await get('status.two.example', '/history')]
  assert.match(one.head.toLowerCase(), /x-upfront-host: status\.one\.example/)
  assert.match(two.head.toLowerCase(), /x-upfront-host: status\.two\.example/)
})

/** All that comes on a connection that stays open after its first answer. `first` stands before the request. */
function kept(first: string, lines: readonly string[]): Promise<string> {
  return new Promise((done, failed) => {
    const socket = connect(Number(port), '127.0.0.1').setEncoding('latin1')
    let text = ''
    socket.once('data', () => socket.write('GET /none HTTP/1.1\r\nHost: none\r\nConnection: close\r\n\r\n'))
    socket.on('data', (chunk) => (text += chunk))
    socket.on('error', failed)
    socket.on('end', () => done(text.replaceAll(/\r\ndate: [^\r]*/gi, '')))
    socket.write(`${first}${lines.join('\r\n')}\r\n\r\n`)
  })
}

test('what is answered ahead of Node is the same, byte for byte, at each name', async () => {
  const hosts = ['status.one.example', 'STATUS.two.example:80', 'old.three.example', 'up.example', 'evil.example']
  const paths = ['/', '/history', '/nothing', '/api/v2/summary.json', '/p/one', '/subscribe', '/console', '/tls/ask']
  for (const host of hosts)
    for (const path of paths)
      for (const more of [[], ['Accept-Encoding: br', 'Accept-Language: de'], ['If-None-Match: *'], ['Cookie: a=b']]) {
        const lines = [`${path === '/history' ? 'HEAD' : 'GET'} ${path} HTTP/1.1`, `Host: ${host}`, ...more]
        // An empty line in front is for Node alone to read.
        const [ahead, byNode] = await Promise.all([kept('', lines), kept('\r\n', lines)])
        assert.equal(ahead, byNode, lines.join(', '))
      }
})

test('a further name leads to the page’s address, with path and query, by every method', async () => {
  for (const path of ['/', '/history?x=1', '/p/one', '/console', '//evil.example', '/\\evil.example']) {
    const { status, head } = await get('OLD.three.example', path)
    assert.equal(status, 308)
    assert.match(head.toLowerCase(), /\r\nlocation: http:\/\/status\.three\.example\/[^\r]*\r/)
    assert.ok(head.includes(`status.three.example${path}\r\n`), path)
  }
  const post = ['POST /subscribe HTTP/1.1', 'Host: old.three.example', 'Content-Length: 0']
  assert.equal((await raw(post)).status, 308)
  assert.equal((await get('old.three.example', '/healthz')).status, 200)
})

test('where every page has a name of its own, the installation’s root leads to the first', async () => {
  const { status, head } = await get('up.example')
  assert.equal(status, 307)
  assert.match(head.toLowerCase(), /\r\nlocation: http:\/\/status\.three\.example\/\r/)
  assert.match((await get('up.example', '/p/two')).body, /Page Two/)
  assert.equal((await get('up.example', '/console/sign-in')).status, 200)
})

// S-CACHE-3
test('one page is not to be had at the name of another', async () => {
  for (const path of ['/p/one', '/p/one/history', '/p/one/api/v2/summary.json']) {
    const answer = await get('status.two.example', path)
    assert.equal(answer.status, 404, path)
    assert.doesNotMatch(answer.body, /Page One/)
  }
  const form = 'email=pat%40customer.example'
  const headers = [
    'Host: status.two.example',
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${form.length}`,
    'Origin: http://status.two.example',
  ]
  assert.equal((await raw(['POST /p/one/subscribe HTTP/1.1', ...headers], form)).status, 404)
})

// S-HOST-1, S-CACHE-2
test('links come from what is configured, never from the request', async () => {
  const lies = ['X-Forwarded-Host: evil.example', 'Forwarded: host=evil.example;proto=https', 'X-Host: evil.example']
  const paths = [
    '/',
    '/history',
    '/subscribe',
    '/history.rss',
    '/history.atom',
    '/api/v2/summary.json',
    '/calendar.ics',
  ]
  for (const path of [...paths, '/embed.js', '/badge.svg', '/404-not-there']) {
    const answer = await get('status.one.example', path, lies)
    assert.doesNotMatch(answer.head + answer.body, /evil\.example/, path)
  }
  assert.match((await get('status.one.example')).body, /<link rel="canonical" href="http:\/\/status\.one\.example\/"/)
})

// S-HOST-1
test('two hosts in one request, or another in its line, are refused', async () => {
  const twice = ['GET / HTTP/1.1', 'Host: status.one.example', 'Host: evil.example']
  assert.equal((await raw(twice)).status, 400)
  assert.equal((await raw(['GET / HTTP/1.1', 'Host: status.one.example', 'host: status.one.example'])).status, 400)
  const line = (address: string) => raw([`GET ${address} HTTP/1.1`, 'Host: status.one.example'])
  assert.equal((await line('http://evil.example/')).status, 400)
  assert.equal((await line('http://status.two.example/')).status, 400)
  const same = await line('http://status.one.example/')
  assert.equal(same.status, 200)
  assert.match(same.body, /Page One/)
  assert.equal((await raw(['GET / HTTP/1.1'])).status, 400)
})

test('the file that proves a claim is shown at that name alone', async () => {
  assert.equal((await get('claimed.one.example', '/.well-known/upfront-domain')).body.trim(), claim.file.content)
  assert.match(claim.file.content, /^upfront-domain=[0-9a-f]{32}$/)
  assert.equal(claim.record.name, '_upfront.claimed.one.example')
  assert.equal((await get('evil.example', '/.well-known/upfront-domain')).status, 421)
  assert.notEqual((await get('status.one.example', '/.well-known/upfront-domain')).body.trim(), claim.file.content)
})

test('what a proxy may ask is for a proxy alone', async () => {
  assert.equal((await get('127.0.0.1', '/tls/ask?domain=status.one.example')).status, 200)
  assert.equal((await get('127.0.0.1', '/tls/ask?domain=claimed.one.example')).status, 404)
  const from = ['X-Forwarded-For: 203.0.113.7']
  assert.equal((await get('127.0.0.1', '/tls/ask?domain=status.one.example', from)).status, 404)
})
