import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { after, test } from 'node:test'
import { generate } from 'selfsigned'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { mailServer } from '../test/mail-server.ts'
import type { Mail } from './email.ts'
import { sendMail } from './email-smtp.ts'
import { openMailTransport, type TransportOptions } from './email-transport.ts'
import { smtp } from './smtp.ts'

// S-SSRF-1 to 7 for the mail servers of accounts, and what a server with a bad certificate is told (S-MAIL-5, S-SSRF-12).

const server = await mailServer()
after(server.stop)
const { port } = new URL(server.url)

const mail: Mail = {
  from: { name: 'Acme Cloud', address: 'status@acme.example' },
  to: 'pat@customer.example',
  subject: 'Investigating',
  text: 'Slower.\n',
  html: '<p>Slower.</p>',
  messageId: 'delivery1@acme.example',
  date: new Date('2026-11-22T15:42:30Z'),
}

async function sentTo(url: string, options: TransportOptions) {
  const transport = openMailTransport(url, { patience: 5000, ...options })
  const outcome = await sendMail(transport, mail)
  transport.close()
  return outcome
}

const closed = `127.0.0.1 localhost 127.1 2130706433 0x7f000001 0177.0.0.1 0.0.0.0 [::1] [::ffff:127.0.0.1] 10.0.0.1
  169.254.169.254 [fd00::1] rebound.example`.split(/\s+/)

test('a mail server that an account names is not inside, however it is spelt', async () => {
  const lookup = async () => [{ address: '127.0.0.1', family: 4 }]
  for (const host of closed) {
    const outcome = await sentTo(`smtp://${host}:${port}`, { allow: [], lookup })
    assert.equal(outcome.result, 'transient', host)
    assert.match(JSON.stringify(outcome), /private address/, host)
  }
  for (const closedPort of [22, 80, 6379, 11211]) {
    const outcome = await sentTo(`smtp://mail.example:${closedPort}`, {
      allow: [],
      lookup: async () => [{ address: '93.184.216.34', family: 4 }],
    })
    assert.match(JSON.stringify(outcome), /closed port|not one of mail/)
  }
  assert.equal(server.busiest(), 0)
})

test('a name is looked up once; OUTBOUND_ALLOW opens what it names, and the server of the environment is open', async () => {
  let lookups = 0
  const lookup = async () => [{ address: lookups++ === 0 ? '127.0.0.2' : '127.0.0.1', family: 4 }]
  const rebound = await sentTo(`smtp://rebound.example:${port}`, { allow: ['127.0.0.2/32'], lookup })
  assert.deepEqual([rebound.result, lookups, server.busiest()], ['transient', 1, 0])
  assert.equal((await sentTo(server.url, { allow: [`127.0.0.1:${port}`] })).result, 'sent')
  assert.equal((await sentTo(server.url, {})).result, 'sent')
})

test('the address of a mail server carries nothing but TLS and names to the library that sends', () => {
  const taken = (url: string) => smtp.settings.safeParse({ url, from: 'status@acme.example' }).success
  for (const query of ['', '?tls.rejectUnauthorized=false', '?requireTLS=true&name=mail.acme.example'])
    assert.ok(taken(`smtp://user:password@mail.acme.example:587/${query}`), query)
  for (const query of [
    'proxy=http://127.0.0.1:1',
    'logger=true',
    'service=gmail',
    'disableFileAccess=false',
    'getSocket=1',
  ])
    assert.ok(!taken(`smtp://mail.acme.example/?${query}`), query)
  for (const url of [
    'http://mail.acme.example',
    'smtp:mail.acme.example',
    'smtp://',
    'smtp://a b',
    'smtp://a\\@127.0.0.1',
  ])
    assert.ok(!taken(url), url)
})

test('S-MAIL-5: where TLS is refused or its certificate is nobody’s, the mail waits, and goes nowhere in the clear', async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'mail.acme.example' }], { keyType: 'ec' })
  const servers: [SMTPServerOptions, string, string][] = [
    [{ secure: true, key, cert }, 'smtps', ''],
    [{ key, cert }, 'smtp', ''],
    [{ disabledCommands: ['STARTTLS'] }, 'smtp', '?requireTLS=true'],
  ]
  for (const [options, start, query] of servers) {
    const { heard, at } = await listening(options)
    const outcome = await sentTo(`${start}://user:password@127.0.0.1:${at}/${query}`, {})
    assert.equal(outcome.result, 'transient', JSON.stringify(outcome))
    assert.ok('unreachable' in outcome && outcome.unreachable)
    assert.doesNotMatch(JSON.stringify(outcome), /password/)
    assert.deepEqual(heard, [])
  }
  // The same server, where the operator says that its certificate does not matter: it is TLS that failed above.
  const { heard, at } = await listening({ secure: true, key, cert })
  assert.equal(
    (await sentTo(`smtps://127.0.0.1:${at}/?tls.rejectUnauthorized=false`, { allow: ['127.0.0.0/8'] })).result,
    'sent',
  )
  assert.deepEqual(heard, ['mail'])
})

test('a server that hangs up in the middle of STARTTLS is tried again later', async () => {
  const rude = createServer((socket) => {
    socket.on('error', () => {})
    socket.write('220 mail.acme.example\r\n')
    socket.on('data', (said) => {
      if (/^EHLO/i.test(said.toString())) socket.write('250-mail.acme.example\r\n250 STARTTLS\r\n')
      else socket.end('454 4.7.0 TLS not available\r\n')
    })
  }).listen(0, '127.0.0.1')
  await once(rude, 'listening')
  after(() => rude.close())
  const address = rude.address()
  const at = typeof address === 'object' ? address?.port : 0
  const outcome = await sentTo(`smtp://127.0.0.1:${at}`, {})
  assert.equal(outcome.result, 'transient', JSON.stringify(outcome))
})

async function listening(options: SMTPServerOptions) {
  const heard: string[] = []
  const made = new SMTPServer({
    authOptional: true,
    logger: false,
    closeTimeout: 100,
    ...options,
    onAuth: (_auth, _session, done) => done(null, { user: heard.push('password') }),
    onData: (stream, _session, done) => void stream.resume().on('end', () => done(null, void heard.push('mail'))),
  })
  made.on('error', () => {})
  made.listen(0, '127.0.0.1')
  await once(made.server, 'listening')
  after(() => new Promise<void>((resolve) => made.close(() => resolve())))
  const address = made.server.address()
  return { heard, at: typeof address === 'object' ? address?.port : 0 }
}
