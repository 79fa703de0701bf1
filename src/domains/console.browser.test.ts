import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPage } from '../pages/create.ts'
import { testBrowser } from '../test/browser.ts'
import { serveConsole } from '../test/console.ts'
import { signedIn } from '../test/console-world.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { look, openSignedIn } from '../test/look.ts'
import { records } from '../test/records.ts'
import { assetRoutes } from '../web/assets.ts'
import { addDomain } from './add.ts'
import { checkDomain } from './check.ts'
import { domainPages } from './console.ts'
import { recordName, recordValue } from './prove.ts'

const { ctx: plain } = await testContext(await testDatabase(), { seed: 'domains-browser' })
const world = records()
const ctx = world.on(plain)
await signedIn(ctx, 'alice')
const origin = await serveConsole(ctx, [...domainPages, ...assetRoutes])
const { id } = await createPage(ctx, { slug: 'acme', name: 'Acme Cloud' })

for (const host of ['störung.acme.example', 'status.acme.example', 'www.a-rather-long-name.department.acme.example']) {
  const domain = await addDomain(ctx, id, { host: host.replace('störung', 'xn--strung-xxa') })
  world.txt.set(recordName(domain.host), ['v=spf1 include:_spf.acme.example -all', recordValue(domain.token)])
  if (host !== 'störung.acme.example') await checkDomain(ctx, id, domain.id)
  else world.txt.set(recordName(domain.host), ['google-site-verification=4fT9'])
}

test('axe finds nothing on the host names of a page, and a name is added and looked at in a browser', async () => {
  const browser = await testBrowser()
  const { page, wrong } = await openSignedIn(browser, origin)
  const address = `${origin}/console/settings/pages/${id}/domains`
  await page.goto(address)
  const found = await look(page, 'domains', { everywhere: true })
  await page.fill('[name="host"]', 'https://status.acme.example')
  await page.getByRole('button', { name: 'Add it' }).click()
  await page.getByRole('alert').waitFor()
  found.push(...(await look(page, 'domains-refused')))
  await page.fill('[name="host"]', 'new.acme.example')
  await page.getByRole('button', { name: 'Add it' }).click()
  await page.getByRole('heading', { name: 'new.acme.example' }).waitFor()
  const part = page.locator('section', { has: page.getByRole('heading', { name: 'new.acme.example' }) })
  await part.getByRole('button', { name: 'Check now' }).click()
  await part.getByText('no TXT record').waitFor()
  await part.getByRole('button', { name: 'Remove it' }).click()
  await part.getByText('Nothing is served there now.').waitFor()
  found.push(...(await look(page, 'domains-remove')))
  assert.deepEqual([...found, ...wrong], [])
})
