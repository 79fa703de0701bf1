import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAccounts } from '../accounts/accounts.ts'
import { listDrafts } from '../drafts/list.ts'
import { allRoutes } from '../routes.ts'
import { acme } from '../test/acme.ts'
import { testBrowser } from '../test/browser.ts'
import { busyNight } from '../test/busy-night.ts'
import { serveConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { bringAxe, look, openSignedIn, unfold } from '../test/look.ts'

const database = await testDatabase()
const browser = await testBrowser()
const routes = allRoutes({ accounts: createAccounts() })

async function setUp(seed: string) {
  const { ctx, clock } = await testContext(database, { seed })
  const place = await busyNight(ctx, clock)
  const origin = await serveConsole(ctx, routes)
  return { ctx, place, console: `${origin}/console`, open: (options = {}) => openSignedIn(browser, origin, options) }
}

test('axe finds nothing on any screen of the work, light and dark, narrow and wide', async () => {
  const { ctx, place, console, open } = await setUp('screens')
  const quiet = await testContext(database, { seed: 'quiet-screens' })
  await acme(quiet.ctx)
  const quietOrigin = await serveConsole(quiet.ctx, routes)
  const [one, two] = await listDrafts(ctx, { limit: 2 })
  const incident = `${console}/incidents/${place.incident}`
  const screens = {
    overview: console,
    'overview-quiet': `${quietOrigin}/console`,
    incidents: `${console}/incidents`,
    'incidents-none': `${console}/incidents?q=nothing-like-it`,
    'incident-new': `${console}/incidents/new`,
    incident,
    'incident-ended': `${console}/incidents/${place.ended}`,
    'incident-change': `${incident}/change`,
    'incident-correct': `${incident}/updates/${place.post}/correct`,
    drafts: `${console}/drafts`,
    'draft-held': `${console}/drafts/${one?.id}`,
    'draft-asks': `${console}/drafts/${two?.id}`,
    planned: `${console}/maintenances`,
    'planned-new': `${console}/maintenances/new`,
    find: `${console}/find?q=api`,
  }
  const { page, wrong } = await open()
  await bringAxe(page)
  const found: string[] = []
  for (const [name, address] of Object.entries(screens)) {
    const response = await page.goto(address)
    if (response?.status() !== 200) found.push(`${name} answers ${response?.status()}`)
    await unfold(page)
    found.push(...(await look(page, name, { everywhere: name === 'overview' })))
  }
  assert.deepEqual([...found, ...wrong], [])
})

test('what opens above a page, and a form that was refused, are as good', async () => {
  const { place, console, open } = await setUp('dialogs')
  const { page, wrong } = await open()
  const found: string[] = []
  await page.goto(console)
  await page.getByRole('button', { name: 'Approve' }).click()
  await page.getByRole('button', { name: 'Post and tell 1,000 people' }).waitFor()
  found.push(...(await look(page, 'dialog-approve')))
  await page.goto(`${console}/incidents/${place.incident}`)
  await page.getByRole('button', { name: 'Withdraw' }).first().click()
  await page.getByRole('button', { name: 'Withdraw the post' }).waitFor()
  found.push(...(await look(page, 'dialog-withdraw')))
  await page.goto(console)
  await page.keyboard.press('Control+k')
  await page.getByRole('option', { name: 'Card payments fail for some customers' }).waitFor()
  found.push(...(await look(page, 'dialog-palette')))
  await page.keyboard.press('Escape')
  await page.getByRole('combobox', { name: 'Find or go to' }).waitFor({ state: 'hidden' })
  await page.keyboard.press('?')
  await page.getByRole('heading', { name: 'Shortcuts' }).waitFor()
  found.push(...(await look(page, 'dialog-shortcuts')))
  await page.goto(`${console}/incidents/${place.incident}`)
  await page.setViewportSize({ width: 360, height: 780 })
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('dialog', { name: 'Menu' }).waitFor()
  found.push(...(await look(page, 'dialog-menu')))
  await page.goto(`${console}/maintenances/new`)
  await page.fill('[name="title"]', 'Kept')
  await page.evaluate("document.querySelector('form.form').noValidate = true")
  await page.getByRole('button', { name: 'Announce the work' }).click()
  await page.getByRole('alert').waitFor()
  found.push(...(await look(page, 'planned-refused')))
  assert.deepEqual([...found, ...wrong], [])
})
