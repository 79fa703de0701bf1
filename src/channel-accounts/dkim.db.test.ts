import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acme } from '../test/acme.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { channelAccountPages } from './console.ts'
import { createAccount } from './create.ts'
import { dkimRecord } from './dkim.ts'
import { accountSettings, findAccount } from './find.ts'

const database = await testDatabase()

test('a key is made in the console, its record is told, and its private half never leaves', async () => {
  const { ctx: bare } = await testContext(database, { seed: 'dkim' })
  await acme(bare)
  const published: Record<string, string[]> = { 'acme.example': ['v=spf1 -all'] }
  const ctx = { ...bare, dns: { ...bare.dns, txt: async (name: string) => published[name] ?? [] } }
  const { see, submit } = testConsole(ctx, channelAccountPages)
  const settings = { url: 'smtp://mail.acme.example', from: 'Acme <status@acme.example>' }
  const { id } = await createAccount(ctx, { key: 'mail', kind: 'smtp', settings })
  shows(await see(`/console/channels/${id}`), /No key: the mail server signs/)
  await submit(`/console/channels/${id}/dkim`)
  const account = await findAccount(ctx, id)
  const record = dkimRecord(ctx, account)
  assert.ok(record)
  assert.equal(record.name, 'upfront-20350305._domainkey.acme.example')
  const page = await see(`/console/channels/${id}`)
  shows(page, /upfront-20350305\._domainkey\.acme\.example/)
  shows(page, /v=DKIM1; k=rsa; p=MIIB/)
  const secret = String(accountSettings(ctx, account).dkimKey)
  for (const text of [page, await see(`/console/channels/${id}/edit`)]) {
    hides(text, /PRIVATE KEY-----\s*MII/)
    assert.ok(!text.includes(secret.slice(100, 160)))
  }
  published[record.name] = [record.value]
  const to = await submit(`/console/channels/${id}/records`)
  assert.equal(to, `/console/channels/${id}#signing`)
  const other = await createAccount(ctx, {
    key: 'pm',
    kind: 'postmark',
    settings: { token: '5f0a1d3c-7e2b-4c91-a6d8-0b9e4f2c1a7d', from: 'status@acme.example' },
  })
  hides(await see(`/console/channels/${other.id}`), /id="signing"/)
})
