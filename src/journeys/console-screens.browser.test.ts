import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAccounts } from '../accounts/accounts.ts'
import { allRoutes } from '../routes.ts'
import { testBrowser } from '../test/browser.ts'
import { serveConsole } from '../test/console.ts'
import { alike, consoleScreens } from '../test/console-screens.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { bringAxe, look, openSignedIn, unfold } from '../test/look.ts'

const database = await testDatabase()
const { ctx, clock } = await testContext(database, { seed: 'screens' })
const { world, screens } = await consoleScreens(ctx, clock)
const origin = await serveConsole(ctx, allRoutes({ accounts: createAccounts() }))
const browser = await testBrowser()

const open = (javaScriptEnabled = true) => openSignedIn(browser, origin, { javaScriptEnabled })

test('axe finds nothing on any screen for setting up, light and dark, narrow and wide', async () => {
  const { page, wrong } = await open()
  await bringAxe(page)
  const found: string[] = []
  for (const [name, path] of Object.entries(screens)) {
    if (alike.includes(name)) continue
    const response = await page.goto(`${origin}/console${path}`)
    if (response?.status() !== 200) found.push(`${name} answers ${response?.status()}`)
    await unfold(page)
    found.push(...(await look(page, name)))
  }
  assert.deepEqual([...found, ...wrong], [])
})

test('forms that were refused, and questions that are asked once, are as good', async () => {
  const { page } = await open()
  const found: string[] = []
  await page.goto(`${origin}/console/rules/${world.rule.id}/edit`)
  await page.fill('[name="match.title"]', '/(/')
  await page.fill('[name="for"]', 'soon')
  await page.getByRole('radio', { name: 'After a wait' }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').waitFor()
  found.push(...(await look(page, 'rule-refused')))
  await page.goto(`${origin}/console/sources/${world.json.id}`)
  await page.getByRole('button', { name: 'Remove it' }).click()
  await page.getByText('This cannot be undone.').waitFor()
  found.push(...(await look(page, 'source-remove')))
  await page.goto(`${origin}/console/channels/new/smtp`)
  await page.fill('[name="settings.url"]', 'not a server')
  await page.fill('[name="settings.from"]', 'nobody')
  await page.fill('[name="price"]', 'cheap')
  await page.getByRole('button', { name: 'Connect this account' }).click()
  assert.equal(await page.getByRole('alert').getByRole('link').count(), 3, 'all that is wrong, at once')
  found.push(...(await look(page, 'channel-refused')))
  await page.goto(`${origin}/console/subscribers?state=active`)
  const every = page.getByLabel(/^Tick the \d+ shown here$/)
  await every.check()
  const ticked = () => page.locator('input[name="id"]:checked').count()
  assert.equal(await ticked(), await page.locator('input[name="id"]').count())
  await page.locator('input[name="id"]').first().uncheck()
  assert.equal(await page.evaluate("document.querySelector('[data-ticks]').indeterminate"), true)
  await every.check()
  await every.uncheck()
  assert.equal(await ticked(), 0)
  await page.getByRole('radio', { name: 'All of the list' }).check()
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('button', { name: 'Set components' }).click()
  found.push(...(await look(page, 'chosen')))
  await page.goto(`${origin}/console/settings/tokens/new`)
  await page.fill('[name="name"]', 'From the browser')
  await page.getByRole('button', { name: 'Make the token' }).click()
  await page.getByText('shown once').waitFor()
  found.push(...(await look(page, 'token-shown')))
  assert.deepEqual(found, [])
})

test('without script a rule is made and a component moved', async () => {
  const { page, wrong } = await open(false)
  await page.goto(`${origin}/console/subscribers`)
  assert.equal(await page.getByText(/^Tick the/).isVisible(), false, 'a box that would do nothing')
  await page.goto(`${origin}/console/rules/new`)
  await page.fill('[name="name"]', 'Made without script')
  await page.getByRole('radio', { name: 'Never: record only' }).check()
  await page.getByRole('button', { name: 'Add this rule' }).click()
  assert.equal(await page.locator('h1').textContent(), 'Made without script')
  await page.goto(`${origin}/console/components`)
  await page.getByRole('button', { name: 'Move API · Europe up' }).click()
  assert.match((await page.locator('.flash').textContent()) ?? '', /API · Europe moved up/)
  assert.deepEqual(wrong, [])
})

test('by keyboard alone a question is asked, left with Escape, and answered', async () => {
  const { page, wrong } = await open()
  await page.goto(`${origin}/console/sources/${world.json.id}`)
  await page.getByRole('button', { name: 'Rotate the token' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: /Give .* a new address/ })
  await dialog.waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  await page.keyboard.press('Enter')
  await dialog.waitFor()
  for (let i = 0; i < 6; i++) {
    const name = await page.evaluate<string>('document.activeElement?.textContent ?? ""')
    if (name === 'Make a new address') break
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('Enter')
  await page.getByText('It has a new address.').waitFor()
  assert.deepEqual(wrong, [])
})

test('the example and the tried payload follow what is typed', async () => {
  const { page, wrong } = await open()
  await page.goto(`${origin}/console/messages/${world.message.id}`)
  await page.fill('[name="title"]', 'Trouble with {{component.name}}')
  await page.locator('#preview').getByText('Trouble with API · US').waitFor()
  await page.goto(`${origin}/console/sources/new/json`)
  await page.fill('[name="settings.title"]', '"Queue " & key')
  await page.locator('#preview').getByText('Queue queue-emails').waitFor()
  assert.deepEqual(wrong, [])
})
