import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPage } from '../pages/create.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { records } from '../test/records.ts'
import { domainPages } from './console.ts'
import { domainsOf } from './find.ts'
import { recordName, recordValue } from './prove.ts'

const { ctx: plain, clock } = await testContext(await testDatabase(), { seed: 'domains-console' })
const world = records()
const acme = { directory: 'https://ca.example', email: null }
const ctx = { ...world.on(plain), settings: { ...plain.settings, acme } }
const { see, send, submit, refused } = testConsole(ctx, domainPages)
const { id } = await createPage(ctx, { slug: 'acme', name: 'Acme & Co' })
const path = `/console/settings/pages/${id}/domains`

test('from the first word to the page’s address, and away again', async () => {
  shows(await see(path), /lives at.*http:\/\/status\.test/s)
  const wrong = await refused(path, { host: 'https://status.acme.example/' })
  shows(wrong, /id="f-host-error">Expected the host name alone/)
  shows(wrong, /value="https:\/\/status\.acme\.example\/"/)
  shows(await refused(path, { host: '' }), /id="f-host-error">/)
  shows(await refused(path, { host: 'status.test' }), /found that of this installation/)

  await submit(path, { host: 'Stаtus.acme.example' })
  await submit(path, { host: 'status.acme.example' })
  const [, domain] = (await domainsOf(ctx, id)).toSorted((a, b) => (a.host.startsWith('xn--') ? -1 : b.host ? 1 : 0))
  assert.ok(domain && domain.host === 'status.acme.example')
  const page = await see(path)
  shows(page, /xn--sttus-[\w-]+\.acme\.example.*stаtus\.acme\.example/s)
  shows(page, /Not proven.*data-copy="_upfront\.status\.acme\.example".*data-copy="upfront-domain=[0-9a-f]{32}"/s)
  shows(page, /data-copy="status\.test"/)

  await submit(`${path}/${domain.id}/check`)
  shows(await see(path), /no TXT record.*expected upfront-domain=/s)
  world.txt.set(recordName(domain.host), ['v=spf1 -all <b>', recordValue(domain.token)])
  await submit(`${path}/${domain.id}/check`)
  const proven = await see(path)
  shows(proven, /The page’s address.*by its TXT record.*Certificate.*It is being ordered/s)
  shows(proven, /Links in mail that was sent.*Acme &amp; Co moves to another address/s)
  const failed = {
    host: domain.host,
    order_at: clock.now(),
    failures: 1,
    failed_at: clock.now(),
    reason: 'CAA <forbids> it',
  }
  await ctx.db.insertInto('certificates').values(failed).execute()
  shows(await see(path), /The last order failed.*CAA &lt;forbids&gt; it/s)

  await submit(`${path}/${domain.id}/remove`)
  hides(await see(path), /data-copy="_upfront\.status\.acme\.example"/)
})

test('who may only look sees no button, and changes nothing', async () => {
  await submit(path, { host: 'second.acme.example' })
  const page = await see(path, 'viewer')
  hides(page, /Check now|Add it|Remove it/)
  const [domain] = await domainsOf(ctx, id)
  for (const act of ['', `/${domain?.id}/check`, `/${domain?.id}/primary`, `/${domain?.id}/remove`])
    assert.equal((await send(path + act, { host: 'x.acme.example' }, 'editor')).status, 403)
  assert.equal((await send(`${path}/nobody/check`)).status, 404)
  assert.equal((await send(`${path}/${domain?.id}/primary`)).status, 409)
})
