import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAccounts } from '../accounts/accounts.ts'
import { createAudience } from '../audiences/create.ts'
import { changeMessage } from '../messages/change.ts'
import { changePage } from '../pages/change.ts'
import { allRoutes } from '../routes.ts'
import { testBrowser } from '../test/browser.ts'
import { serveConsole } from '../test/console.ts'
import { consoleWorld } from '../test/console-world.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { look, openSignedIn, unfold } from '../test/look.ts'

const database = await testDatabase()
const { ctx, clock } = await testContext(database, { seed: 'reach' })
const world = await consoleWorld(ctx, clock)
await changePage(ctx, world.page, { languages: ['de'] })
await createAudience(ctx, { page: world.page, key: 'gold', name: 'Gold', domains: ['customer.example'] })
await ctx.db
  .updateTable('components')
  .set({ tags: JSON.stringify({ region: 'us' }) })
  .where('id', '=', world.us)
  .execute()
await changeMessage(ctx, world.message.id, {
  short: { investigating: '{{component.name}} is slow.' },
  texts: [
    { audience: 'gold', investigating: 'Gold: {{component.name}} is slow.', short: { investigating: 'We call you.' } },
  ],
})
const origin = await serveConsole(ctx, allRoutes({ accounts: createAccounts() }))
const browser = await testBrowser()
const narrow = 320

test('other words, whom exactly it reaches and why are as good as the rest, with scripts', async () => {
  const { page, wrong } = await openSignedIn(browser, origin)
  page.setDefaultTimeout(60_000)
  await page.goto(`${origin}/console/incidents/new?page=${world.page}`)
  await page.getByLabel('Title', { exact: true }).fill('Uploads fail')
  await page.getByText('Start from a message').click()
  await page.getByLabel('Message', { exact: true }).selectOption({ label: 'slow-api' })
  await page.getByRole('button', { name: 'Put it into the text' }).click()
  const gold = page.getByLabel('Text for Gold', { exact: true })
  await gold.waitFor()
  assert.match(await gold.inputValue(), /^Gold: .* is slow\.$/)
  assert.match(await page.getByLabel('Short form', { exact: true }).inputValue(), / is slow\.$/)
  await page.getByText('Tell only some of those whom it concerns').click()
  await page.getByLabel('Who has an address at one of these domains').fill('customer.example')
  await page.getByRole('button', { name: 'Who exactly?' }).click()
  await page.getByRole('region', { name: 'Who would be told' }).waitFor()
  await unfold(page)
  const found = await look(page, 'composer-reach', { narrow })
  await page.getByRole('radio', { name: 'Mail' }).check()
  assert.match((await page.locator('.as-mail .subject').textContent()) ?? '', /Investigating: Uploads fail$/)
  found.push(...(await look(page, 'composer-mail', { narrow })))
  assert.deepEqual([...found, ...wrong], [])
})

test('the screens of what was told, and why, and a message with other words', async () => {
  const { page, wrong } = await openSignedIn(browser, origin)
  page.setDefaultTimeout(60_000)
  const { update_id } = await ctx.db
    .selectFrom('deliveries')
    .select('update_id')
    .where('subscriber_id', '=', world.people.lee)
    .executeTakeFirstOrThrow()
  const screens = {
    told: `/deliveries/updates/${update_id}`,
    explanation: `/deliveries/explain/${update_id}/${world.people.lee}`,
    'message-words': `/messages/${world.message.id}`,
  }
  const found: string[] = []
  for (const [name, path] of Object.entries(screens)) {
    assert.equal((await page.goto(`${origin}/console${path}`))?.status(), 200, name)
    await unfold(page)
    found.push(...(await look(page, name, { narrow })))
  }
  assert.deepEqual([...found, ...wrong], [])
})

test('without scripts “Who exactly?” answers too, and what was typed stays', async () => {
  const { page } = await openSignedIn(browser, origin, { javaScriptEnabled: false })
  page.setDefaultTimeout(60_000)
  await page.goto(`${origin}/console/incidents/new?page=${world.page}`)
  await page.getByLabel('Title', { exact: true }).fill('Uploads fail')
  await page.getByLabel('Text', { exact: true }).fill('They fail.')
  await page.getByText('Tell only some of those whom it concerns').click()
  await page.getByLabel('They were told of an earlier incident of what it affects').check()
  await page.getByRole('button', { name: 'Who exactly?' }).click()
  await page.getByRole('region', { name: 'Who would be told' }).waitFor()
  assert.equal(await page.getByLabel('They were told of an earlier incident of what it affects').isChecked(), true)
  assert.equal(await page.getByLabel('Title', { exact: true }).inputValue(), 'Uploads fail')
})
