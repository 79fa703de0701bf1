import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAccounts } from '../accounts/accounts.ts'
import { createSource } from '../hooks/create.ts'
import { removeSource } from '../hooks/remove.ts'
import { ensureFirstPage } from '../pages/ensure-first.ts'
import { allRoutes } from '../routes.ts'
import { testBrowser } from '../test/browser.ts'
import { serveConsole } from '../test/console.ts'
import { signedIn } from '../test/console-world.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { look, openSignedIn, unfold } from '../test/look.ts'

const { ctx: bare } = await testContext(await testDatabase(), { seed: 'first-steps' })
const ctx = { ...bare, settings: { ...bare.settings, mailFrom: null } }
await signedIn(ctx, 'alice')
await ensureFirstPage(ctx)
const origin = await serveConsole(ctx, allRoutes({ accounts: createAccounts() }))
const browser = await testBrowser()

test('axe finds nothing in the first steps, before and after an address is made', async () => {
  const { page, wrong } = await openSignedIn(browser, origin)
  await page.goto(`${origin}/console`)
  const found = await look(page, 'first-steps', { everywhere: true, narrow: 320 })
  const { id } = await createSource(ctx, { kind: 'alertmanager', key: 'am' })
  await page.reload()
  await unfold(page)
  assert.match((await page.locator('.first-steps pre').textContent()) ?? '', /^curl 'http:\/\/status\.test\/hooks\//)
  found.push(...(await look(page, 'first-steps-address', { everywhere: true, narrow: 320 })))
  await removeSource(ctx, id)
  assert.deepEqual([...found, ...wrong], [])
})

test('a newcomer without script goes from an empty installation to an address for alerts, and leaves out the rest', async () => {
  const { page, wrong } = await openSignedIn(browser, origin, { javaScriptEnabled: false })
  await page.goto(`${origin}/console`)
  await page.getByRole('heading', { name: 'First steps' }).waitFor()
  await page.getByRole('link', { name: 'Name it' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Acme Cloud')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.goto(`${origin}/console`)
  await page.getByText('Your page has a name').waitFor()
  await page.getByLabel('What sends your alerts').selectOption('grafana')
  await page.getByRole('button', { name: 'Make its address' }).click()
  await page.getByText('Grafana is to send its alerts here').waitFor()
  await page.getByRole('button', { name: /^Leave it out.*Invite a colleague$/ }).click()
  await page.getByText('That step is left out').waitFor()
  assert.equal(await page.getByText('Invite a colleague').count(), 0)
  await page.getByRole('button', { name: 'Hide them all' }).click()
  await page.getByText('The first steps are left out').waitFor()
  assert.equal(await page.locator('.first-steps').count(), 0)
  assert.deepEqual(wrong, [])
})
