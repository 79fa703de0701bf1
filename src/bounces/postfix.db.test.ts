import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, test } from 'node:test'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { createAccount } from '../channel-accounts/create.ts'
import { findSubscriber } from '../subscribers/find.ts'
import { fanOutStage } from '../test/fan-out.ts'
import { noPostfix, startPostfix } from '../test/postfix.ts'
import { until } from '../test/until.ts'
import { receiveReturned } from './receive.ts'

const domain = 'bounces.status.test'

test('Postfix delivers a mail whose signature is good, and what it cannot deliver comes back and suppresses', {
  skip: noPostfix ?? false,
}, async () => {
  const { setUp } = await fanOutStage()
  const { base, ctx, open, work, openOffice, people, ledger } = await setUp('postfix')
  const receiver = await receiveReturned(base, { host: '127.0.0.1', port: 0, domain })
  after(receiver.stop)
  const postfix = await startPostfix({
    domain: 'postfix.example',
    mailboxes: ['pat'],
    bounces: { domain, port: receiver.port },
  })
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  await createAccount(ctx, {
    key: 'postfix',
    kind: 'smtp',
    settings: {
      url: postfix.url,
      from: 'Acme Cloud <status@status.test>',
      bounceDomain: domain,
      dkimSelector: 'upfront',
      dkimKey: privateKey,
    },
  })
  await open()
  await work(openOffice({ smtpUrl: null }))
  assert.deepEqual(
    (await ledger()).map(({ line }) => line),
    ['pat 1 sent', 'lee 1 skipped', 'kim 1 sent'],
  )

  const [raw] = await until(async () => {
    const mails = await postfix.mailbox('pat')
    return mails.length > 0 ? mails : null
  })
  assert.match(raw!, /^Return-Path: <b\+[0-9a-z]{12}-[0-9a-f]{20}@bounces\.status\.test>\n/)
  const asSent = Buffer.from(raw!.replace(/\r?\n/g, '\r\n'), 'latin1')
  const { results } = await dkimVerify(asSent, {
    resolver: async (name) => {
      assert.equal(name, 'upfront._domainkey.status.test')
      return [[`v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`]]
    },
  })
  assert.equal(results[0]?.status.result, 'pass', JSON.stringify(results[0]?.status))
  assert.equal(results[0]?.status.aligned, 'status.test')

  const kim = await until(async () => {
    const found = await findSubscriber(ctx, people.kim)
    return found.state === 'suppressed' ? found : null
  })
  assert.match(kim.reason!, /^It came back: .*unknown user/)
  assert.equal((await findSubscriber(ctx, people.pat)).state, 'active')
  assert.equal((await ledger()).find(({ name }) => name === 'kim')!.state, 'failed')
})
