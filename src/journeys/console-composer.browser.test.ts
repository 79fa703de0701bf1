import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAccounts } from '../accounts/accounts.ts'
import { allRoutes } from '../routes.ts'
import { testBrowser } from '../test/browser.ts'
import { busyNight } from '../test/busy-night.ts'
import { serveConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { openSignedIn } from '../test/look.ts'
import { until } from '../test/until.ts'

const database = await testDatabase()
const browser = await testBrowser()
const routes = allRoutes({ accounts: createAccounts() })

async function setUp(seed: string, options = {}) {
  const { ctx, clock } = await testContext(database, { seed })
  const place = await busyNight(ctx, clock)
  const origin = await serveConsole(ctx, routes)
  const { page, wrong } = await openSignedIn(browser, origin, options)
  page.setDefaultTimeout(60_000)
  return { ctx, place, page, wrong, console: `${origin}/console` }
}

test('an incident is opened while its preview follows what is typed', async () => {
  const { page, wrong, console, place } = await setUp('open')
  await page.goto(console)
  await page.getByRole('link', { name: 'Open an incident' }).click()
  await page.getByLabel('Title').fill('Uploads fail')
  await page.getByLabel('Text', { exact: true }).fill('Uploads of **large files** fail.')
  await page.getByLabel('API · Europe').selectOption('major_outage')
  const preview = page.getByRole('region', { name: 'Preview' })
  await preview.getByText('API · Europe: Working → Major outage').waitFor()
  assert.equal(await preview.locator('.as-post strong', { hasText: 'large files' }).count(), 1)
  await preview.getByRole('radio', { name: 'Mail' }).check()
  assert.equal(await preview.locator('.subject').textContent(), '[Acme Cloud] Investigating: Uploads fail')
  await page.getByLabel('Tell the people who follow this').uncheck()
  await page.getByRole('button', { name: 'Open and tell nobody' }).waitFor()
  assert.equal(await preview.locator('.as-mail').isVisible(), true, 'what was looked at stays in sight')
  await page.getByLabel('Tell the people who follow this').check()
  await page.getByRole('button', { name: 'Open and tell 1,000 people' }).click()
  await page.getByText('The incident is open and the page shows it.').waitFor()
  assert.equal(await page.locator('h1').textContent(), 'Uploads fail')
  assert.match((await page.locator('.posts').textContent()) ?? '', /Uploads of large files fail\./)
  assert.ok(place.page)
  assert.deepEqual(wrong, [])
})

test('from the overview a draft goes out in two taps, on a phone', async () => {
  const phone = { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true }
  const { ctx, page, wrong, console } = await setUp('taps', phone)
  await page.goto(console)
  await page.getByRole('button', { name: 'Post now' }).tap()
  await page.getByRole('button', { name: 'Post and tell 1,000 people' }).tap()
  await page.getByText('“Slower responses from API · Europe” is on the page.').waitFor()
  const posted = await ctx.db
    .selectFrom('incidents')
    .select('title')
    .where('org_id', '=', ctx.org)
    .where('automatic', '=', true)
    .execute()
  assert.deepEqual(posted, [{ title: 'Slower responses from API · Europe' }])
  assert.deepEqual(wrong, [])
})

test('by keyboard alone: find the incident, write, post', async () => {
  const { page, wrong, console } = await setUp('keys')
  await page.goto(console)
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await page.getByRole('heading', { name: 'Incidents', level: 1 }).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('k')
  assert.equal(await page.evaluate('document.activeElement.textContent'), 'Card payments fail for some customers')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('slower us')
  await page.getByRole('option', { name: /Slower responses from API · US/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Slower responses from API · US', level: 1 }).waitFor()
  for (let i = 0; i < 30 && (await page.evaluate('document.activeElement.name')) !== 'body'; i++)
    await page.keyboard.press('Tab')
  await page.keyboard.type('g i ? It is getting faster.')
  await page.keyboard.press('Control+Enter')
  await page.getByText('Posted. The page shows it. 1,204 people are being told.').waitFor()
  assert.match((await page.locator('.posts li').first().textContent()) ?? '', /g i \? It is getting faster\./)
  assert.deepEqual(wrong, [])
})

test('what was typed survives a lost page, and is forgotten once it was sent', async () => {
  const { page, wrong, console, place } = await setUp('keep')
  const address = `${console}/incidents/${place.incident}`
  await page.goto(address)
  await page.getByLabel('Text', { exact: true }).fill('Half a sentence')
  await page.getByRole('radio', { name: 'Monitoring' }).check()
  await page.goto(console)
  await page.goto(address)
  await page.getByText('This is what you had typed before.').waitFor()
  assert.equal(await page.getByLabel('Text', { exact: true }).inputValue(), 'Half a sentence')
  assert.equal(await page.getByRole('radio', { name: 'Monitoring' }).isChecked(), true)
  await page.locator('.preview').getByText('Half a sentence').first().waitFor()
  await page.getByRole('button', { name: /^Post and tell/ }).click()
  await page.getByText('Posted. The page shows it.').waitFor()
  assert.equal(await page.getByLabel('Text', { exact: true }).inputValue(), '')
  await page.goto(address)
  assert.equal(await page.getByLabel('Text', { exact: true }).inputValue(), '')
  assert.equal(await page.evaluate('sessionStorage.length'), 0)
  assert.deepEqual(wrong, [])
})

test('what was typed survives a session that ended before it was sent', async () => {
  const { page, console, place } = await setUp('ended')
  const address = `${console}/incidents/${place.incident}`
  await page.goto(address)
  await page.getByLabel('Text', { exact: true }).fill('Typed in vain')
  await page.context().clearCookies()
  await page.getByRole('button', { name: /^Post and tell/ }).click()
  await page.waitForURL(/sign-in/)
  await page.context().addCookies([{ name: 'upfront', value: 'owner', url: console }])
  await page.goto(console)
  await page.getByRole('button', { name: 'Post now' }).click()
  await page.getByRole('button', { name: 'Post and tell 1,000 people' }).click()
  await page.getByText('is on the page.').waitFor()
  await page.goto(address)
  assert.equal(await page.getByLabel('Text', { exact: true }).inputValue(), 'Typed in vain')
})

test('a message is put into the text, and the clocks run', async () => {
  const { page, wrong, console, place } = await setUp('message')
  await page.goto(`${console}/incidents/${place.incident}`)
  await page.getByText('Start from a message').click()
  await page.getByRole('button', { name: 'Put it into the text' }).click()
  const text = page.getByLabel('Text', { exact: true })
  await page.locator('.preview').getByText('Requests to API · US are slower').first().waitFor()
  assert.match(await text.inputValue(), /^Requests to API · US are slower than usual\./)
  const countdown = page.locator('.facts time[data-until]')
  const before = await countdown.textContent()
  assert.match(before ?? '', /^in \d:\d\d$/)
  await until(async () => (await countdown.textContent()) !== before)
  assert.deepEqual(wrong, [])
})

test('without script: preview, post, withdraw', async () => {
  const { page, console, place } = await setUp('plain', { javaScriptEnabled: false })
  await page.goto(`${console}/incidents/${place.incident}`)
  await page.getByLabel('Text', { exact: true }).fill('Seen *before* it goes.')
  await page.getByRole('button', { name: 'Preview' }).last().click()
  await page.locator('#preview .as-post em', { hasText: 'before' }).waitFor()
  assert.equal(await page.getByLabel('Text', { exact: true }).inputValue(), 'Seen *before* it goes.')
  await page.getByRole('button', { name: 'Post and tell 1,204 people' }).click()
  await page.getByText('1,204 people are being told.').waitFor()
  await page.getByRole('button', { name: 'Withdraw', exact: true }).first().click()
  await page.getByRole('dialog').getByLabel('Why').fill('It was too early.')
  await page.getByRole('button', { name: 'Withdraw the post' }).click()
  await page.getByText('“It was too early.”').waitFor()
})
