import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createTransport } from 'nodemailer'
import { returnsOf } from '../channels/email-returns.ts'
import { findSubscriber } from '../subscribers/find.ts'
import { fanOutStage } from '../test/fan-out.ts'
import { receiveReturned } from './receive.ts'
import { complaint, dsn, outOfOffice, unsubscribeMail } from './reports.cases.ts'

const domain = 'bounces.status.test'
const { server, setUp } = await fanOutStage()

/** A page that has told pat and kim, and a receiver for what comes back. */
async function stage(seed: string) {
  const all = await setUp(seed)
  const receiver = await receiveReturned(all.base, { host: '127.0.0.1', port: 0, domain })
  after(receiver.stop)
  const post = createTransport({ host: '127.0.0.1', port: receiver.port, ignoreTLS: true })
  const send = (to: string, raw: string, from = '') =>
    post.sendMail({ envelope: { from, to }, raw }).then(
      () => 250,
      (error: { responseCode: number }) => error.responseCode,
    )
  const tell = async () => {
    server.mails.length = 0
    await all.open()
    await all.work(all.openOffice({ bounceDomain: domain }))
    const mail = server.mails.find(({ to }) => to[0] === all.at('pat'))
    assert.ok(mail)
    return mail
  }
  const pat = () => findSubscriber(all.ctx, all.people.pat)
  const state = async () => (await all.ledger()).find(({ name }) => name === 'pat')!.state
  return { ...all, send, tell, pat, state }
}

test('every mail has a sender of its own, and what comes back to it for good suppresses its reader', async () => {
  const { tell, send, pat, state, people, ctx } = await stage('hard')
  const { from, raw } = await tell()
  assert.match(from, /^b\+[0-9a-z]{12}-[0-9a-f]{20}@bounces\.status\.test$/)
  assert.equal(new Set(server.mails.map((mail) => mail.from)).size, server.mails.length)
  const [unsubscribe] = /^List-Unsubscribe: .*\r$/m.exec(raw) ?? []
  assert.match(unsubscribe!, /^List-Unsubscribe: <http[^>]{1,70}>, <mailto:u\+[^>]*@bounces\.status\.test>\r$/)
  assert.equal(await send(from, dsn()), 250)
  assert.equal((await pat()).state, 'suppressed')
  assert.match((await pat()).reason!, /unknown user/)
  assert.equal(await state(), 'failed')
  assert.equal((await findSubscriber(ctx, people.kim)).state, 'active')
})

test('what comes back for now is counted once for each mail; the fifth in 14 days suppresses', async () => {
  const { tell, send, pat, state, clock } = await stage('soft')
  for (let count = 1; count <= 5; count++) {
    assert.equal((await pat()).state, 'active')
    const { from } = await tell()
    for (const _ of 'ab') assert.equal(await send(from, dsn({ status: '5.2.2', diagnostic: '552 full' })), 250)
    assert.equal((await pat()).soft_bounces, count)
    clock.advance(24 * 3_600_000)
  }
  assert.equal(await state(), 'failed')
  assert.equal((await pat()).state, 'suppressed')
})

test('a complaint suppresses, whether it comes to the address of the mail or to the one for complaints', async () => {
  const { tell, send, pat } = await stage('complaint')
  const { raw } = await tell()
  const address = /mailto:([^>]*)>/.exec(raw)![1]!
  assert.equal(await send(`fbl@${domain}`, complaint(address.replace(/-./, '-!')), 'feedback@provider.example'), 250)
  assert.equal((await pat()).state, 'active', 'nobody can complain for others')
  assert.equal(await send(`fbl@${domain}`, complaint(address), 'feedback@provider.example'), 250)
  assert.equal((await pat()).state, 'suppressed')
})

test('the mail of a mail program unsubscribes; answers of machines do nothing, and nothing is ever answered', async () => {
  const { tell, send, pat } = await stage('leave')
  const { from, raw } = await tell()
  const sent = server.mails.length
  const address = /mailto:([^>]*)>/.exec(raw)![1]!
  assert.equal(await send(address, outOfOffice, 'pat@customer.example'), 250)
  assert.equal(await send(address, unsubscribeMail, ''), 250)
  assert.equal(await send(from, outOfOffice, 'pat@customer.example'), 250)
  assert.equal(await send(from, raw, 'status@status.test'), 250)
  assert.equal(await send(from, unsubscribeMail, 'pat@customer.example'), 250)
  assert.equal((await pat()).state, 'active')
  assert.equal(await send(address, unsubscribeMail, 'pat@customer.example'), 250)
  assert.equal((await pat()).state, 'unsubscribed')
  assert.equal(server.mails.length, sent)
})

test('forged addresses, other domains and mail without end are refused', async () => {
  const { tell, send, pat, base } = await stage('forged')
  const { from } = await tell()
  const delivery = from.slice(2, 14)
  const other = returnsOf(Buffer.alloc(32, 8), delivery)
  assert.equal(await send(`b+${other}@${domain}`, dsn()), 550)
  assert.equal(
    await send(
      from.replace(/.@/, (end) => (end === '0@' ? '1@' : '0@')),
      dsn(),
    ),
    550,
  )
  assert.equal(await send(`b+${returnsOf(base.settings.secret, delivery)}@elsewhere.example`, dsn()), 550)
  assert.equal(await send('pat@customer.example', dsn()), 550)
  assert.equal(await send(`postmaster@${domain}`, dsn()), 550)
  assert.equal(await send(`b+${returnsOf(base.settings.secret, 'nosuch000000')}@${domain}`, dsn()), 250)
  assert.equal(await send(from, `${dsn()}${'x'.repeat(1_100_000)}`), 552)
  assert.equal((await pat()).state, 'active')
  assert.equal(await send(from.toUpperCase(), dsn()), 250)
  assert.equal((await pat()).state, 'suppressed')
})
