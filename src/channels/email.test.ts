import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Fault, mailServer } from '../test/mail-server.ts'
import type { Mail } from './email.ts'
import { sendMail } from './email-smtp.ts'
import { openMailTransport } from './email-transport.ts'
import { isForTheNext } from './verdict.ts'

const server = await mailServer()
const transport = openMailTransport(server.url)
after(async () => {
  transport.close()
  await server.stop()
})

const mail: Mail = {
  from: { name: 'Acme Cloud', address: 'status@acme.example' },
  to: 'pat@customer.example',
  subject: '[Acme Cloud] Investigating: Slower responses from API · US',
  text: `Requests to API · US are slower than usual. ${'word '.repeat(400)}\n`,
  html: `<p>Requests to API · US are slower than usual. ${'word '.repeat(400)}</p>`,
  messageId: 'delivery1@acme.example',
  date: new Date('2026-11-22T15:42:30Z'),
  thread: 'incident1.subscriber1@acme.example',
  list: {
    id: 'pageacme0001.acme.example',
    unsubscribe: 'https://status.acme.example/u/subscriber01.AAAAAAAAAAAAAAAAAAAAAA',
  },
}

const send = async (changes: Partial<Mail> = {}) => {
  const outcome = await sendMail(transport, { ...mail, ...changes })
  return { outcome, received: server.mails.at(-1)! }
}
const header = (raw: string, name: string) =>
  raw
    .split('\r\n\r\n')[0]!
    .split(/\r\n(?![ \t])/)
    .filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))

test('the headers are these, each once and exact', async () => {
  const { outcome, received } = await send()
  assert.equal(outcome.result, 'sent')
  const exact = [
    'From: Acme Cloud <status@acme.example>',
    'To: pat@customer.example',
    'Message-ID: <delivery1@acme.example>',
    'In-Reply-To: <incident1.subscriber1@acme.example>',
    'References: <incident1.subscriber1@acme.example>',
    'Date: Sun, 22 Nov 2026 15:42:30 +0000',
    'List-ID: <pageacme0001.acme.example>',
    'List-Unsubscribe: <https://status.acme.example/u/subscriber01.AAAAAAAAAAAAAAAAAAAAAA>',
    'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    'Auto-Submitted: auto-generated',
    'X-Auto-Response-Suppress: All',
    'Precedence: bulk',
    'MIME-Version: 1.0',
  ]
  for (const line of exact) assert.deepEqual(header(received.raw, line.split(':')[0]!), [line])
  assert.equal(received.parsed.subject, mail.subject)
  assert.match(received.raw, /^Subject: =\?UTF-8\?/m)
  assert.deepEqual([received.from, received.to], ['status@acme.example', ['pat@customer.example']])
})

test('both parts arrive whole, in lines that any server takes', async () => {
  const { received } = await send()
  assert.match(received.raw, /Content-Type: multipart\/alternative/)
  assert.equal(received.parsed.text!.trim(), mail.text.trim())
  assert.equal(String(received.parsed.html).trim(), mail.html)
  assert.doesNotMatch(received.raw, /[^\x00-\x7f]/)
  assert.ok(received.raw.split('\r\n').every((line) => line.length <= 998 && !/[\r\n]/.test(line)))
})

test('a line may begin with a dot, or be one', async () => {
  for (const text of ['.\n..\n.end\n', 'No dot at all.\n.', 'None']) {
    const { received } = await send({ text, html: `<p>\n${text}</p>` })
    assert.equal(received.parsed.text!.trim(), text.trim())
    assert.equal(received.raw.match(/^--.*--$/gm)?.length, 1, 'to its end')
  }
})

test('no name or title can add a header or a recipient', async () => {
  const evil = 'x\r\nBcc: eve@evil.example\u2028y\0'
  const { outcome, received } = await send({
    subject: evil,
    from: { name: `${evil}, Eve <eve@evil.example>`, address: 'status@acme.example' },
    list: { id: `a\r\nBcc: eve@evil.example`, unsubscribe: 'http://x/u/1>\r\nBcc: eve@evil.example' },
  })
  assert.equal(outcome.result, 'sent')
  assert.deepEqual(header(received.raw, 'Bcc'), [])
  assert.equal(header(received.raw, 'From').length, 1)
  assert.deepEqual(
    received.parsed.from?.value.map((one) => one.address),
    ['status@acme.example'],
  )
  assert.deepEqual(received.to, ['pat@customer.example'])
})

const fault = (given: Fault) => given
const cases: [Fault | null, string][] = [
  [fault({ at: 'greeting', code: 421, text: 'try later' }), 'transient'],
  [fault({ at: 'mail', code: 550, text: '5.7.1 sender not allowed' }), 'transient'],
  [fault({ at: 'rcpt', code: 450, text: '4.2.1 mailbox busy' }), 'transient'],
  [fault({ at: 'rcpt', code: 550, text: '5.1.1 no such user' }), 'permanent'],
  [fault({ at: 'rcpt', code: 550, text: 'no such user' }), 'permanent'],
  [fault({ at: 'rcpt', code: 556, text: '5.1.10 null MX' }), 'permanent'],
  [fault({ at: 'rcpt', code: 550, text: '5.7.1 blocked by policy' }), 'refused'],
  [fault({ at: 'rcpt', code: 552, text: '5.2.2 mailbox full' }), 'refused'],
  [fault({ at: 'data', code: 451, text: '4.3.0 try again' }), 'transient'],
  [fault({ at: 'data', code: 554, text: '5.7.1 looks like spam' }), 'refused'],
  [fault({ at: 'data', code: 550, text: '5.1.1 no such user' }), 'permanent'],
  [fault({ at: 'data', drop: 'before' }), 'transient'],
  [fault({ at: 'data', drop: 'after' }), 'transient'],
]

for (const [given, result] of cases)
  test(`${JSON.stringify(given)} is ${result}`, async () => {
    server.fault(() => given)
    const fresh = openMailTransport(server.url)
    const outcome = await sendMail(fresh, mail)
    fresh.close()
    server.fault(() => null)
    assert.equal(outcome.result, result, JSON.stringify(outcome))
    const isBefore = given?.at === 'greeting' || given?.at === 'mail'
    assert.equal(isForTheNext(outcome), isBefore, 'another account takes what this one has not been given')
  })

test('a recipient whose answer is held costs one connection, and nobody else a moment', async () => {
  const fresh = openMailTransport(server.url)
  const { promise: after, resolve: release } = Promise.withResolvers<void>()
  server.fault((to) => (to === 'slow@customer.example' ? { at: 'rcpt', after, code: 450, text: '4.2.1 busy' } : null))
  const slow = sendMail(fresh, { ...mail, to: 'slow@customer.example' })
  const others = await Promise.all(Array.from({ length: 30 }, () => sendMail(fresh, mail)))
  assert.ok(others.every((outcome) => outcome.result === 'sent'))
  release()
  const outcome = await slow
  assert.match(JSON.stringify(outcome), /4\.2\.1 busy/, 'it was still waiting when the others had gone')
  server.fault(() => null)
  fresh.close()
})

test('a server that never answers is given up, to be tried again', async () => {
  const impatient = openMailTransport(server.url, { patience: 300 })
  server.fault(() => ({ at: 'rcpt', hang: true }))
  assert.equal((await sendMail(impatient, mail)).result, 'transient')
  server.fault(() => null)
  impatient.close()
})

test('no server at all is a matter of trying again', async () => {
  const nobody = openMailTransport('smtp://127.0.0.1:9')
  assert.equal((await sendMail(nobody, mail)).result, 'transient')
  nobody.close()
})

test('no title turns the direction of a subject', async () => {
  const { received } = await send({ subject: '[Acme Cloud] Resolved: \u202eDenetsev\u202c \u2067all\u2069' })
  assert.equal(received.parsed.subject, '[Acme Cloud] Resolved: Denetsev all')
})
