import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, test } from 'node:test'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { mailServer } from '../test/mail-server.ts'
import { seededRandom } from '../test/random.ts'
import { openMailTransport } from './email-transport.ts'
import { aMessage, arabic, hostile } from './messages.cases.ts'
import { dkimOf, smtp } from './smtp.ts'

const server = await mailServer()
const transport = openMailTransport(server.url)
after(async () => {
  transport.close()
  await server.stop()
})

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const settings = {
  url: server.url,
  from: 'Acme Cloud <status@acme.example>',
  replyTo: 'help@acme.example',
  bounceDomain: 'bounces.acme.example',
  dkimSelector: 'upfront',
  dkimKey: privateKey,
}
const resolver = async (name: string, type: string) => {
  if (name !== 'upfront._domainkey.acme.example' || type !== 'TXT')
    throw Object.assign(new Error(), { code: 'ENOTFOUND' })
  return [[`v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`]]
}

async function sent(changes: Partial<ReturnType<typeof aMessage>>) {
  const to = { settings: smtp.settings.parse(settings), target: { email: 'pat@customer.example' } }
  const message = aMessage({ returns: 'dlv0a1b2c3d4-0123456789abcdef0123', ...changes })
  const via = { http: () => assert.fail(), now: () => new Date(), random: seededRandom('dkim'), mail: transport }
  const outcome = await smtp.send(smtp.write(message, to), to, via)
  assert.equal(outcome.result, 'sent', JSON.stringify(outcome))
  return server.mails.at(-1)!
}

test('whatever a mail says, its signature is good, and covers what RFC 8058 and a reader rely on', async () => {
  const bodies = [aMessage().body, arabic, ...hostile, 'x'.repeat(20_000), '', '.', '.\n..\n.', ' trailing \n\n\n']
  for (const body of bodies) {
    const { raw, to, from } = await sent({ body, heading: `Investigating: ${body.slice(0, 200)}` })
    const { results } = await dkimVerify(Buffer.from(raw, 'latin1'), { resolver })
    assert.equal(results[0]?.status.result, 'pass', `${JSON.stringify(results[0]?.status)} ${body.slice(0, 50)}`)
    assert.equal(results[0]?.signingDomain, 'acme.example')
    const signed =
      results[0]?.signingHeaders?.keys
        ?.toLowerCase()
        .split(': ')
        .join(':')
        .split(/[:\s]+/) ?? []
    for (const name of ['from', 'subject', 'date', 'message-id', 'to', 'list-unsubscribe', 'list-unsubscribe-post'])
      assert.ok(signed.includes(name), `${name} is not in ${signed.join()}`)
    assert.deepEqual([to, from], [['pat@customer.example'], 'b+dlv0a1b2c3d4-0123456789abcdef0123@bounces.acme.example'])
    const head = raw
      .split('\r\n\r\n')[0]!
      .split(/\r\n(?![ \t])/)
      .map((line) => line.split(':')[0]!.toLowerCase())
    assert.equal(new Set(head).size, head.length, head.join())
    assert.equal(head.length, 15)
  }
})

test('a mail that was changed on its way is found out', async () => {
  const { raw } = await sent({})
  for (const changed of [
    raw.replace('slower', 'faster'),
    raw.replace(/^List-Unsubscribe: <https/m, 'List-Unsubscribe: <http'),
  ]) {
    assert.notEqual(changed, raw)
    const { results } = await dkimVerify(Buffer.from(changed, 'latin1'), { resolver })
    assert.notEqual(results[0]?.status.result, 'pass')
  }
})

test('a key that a form put on one line signs all the same; what is no RSA key is refused', () => {
  const of = (dkimKey: string) => smtp.settings.safeParse({ ...settings, dkimKey })
  const flat = of(privateKey.replaceAll('\n', ' '))
  assert.ok(flat.success)
  assert.equal(dkimOf(flat.data)?.privateKey.replace(/\s/g, ''), privateKey.replace(/\s/g, ''))
  const { privateKey: ed } = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  for (const wrong of [ed, '', privateKey.slice(0, 200), privateKey.replace('MII', 'AAA')])
    assert.ok(!of(wrong).success)
  assert.equal(dkimOf({ url: server.url, from: 'a@acme.example', dkimKey: privateKey }), undefined)
})
