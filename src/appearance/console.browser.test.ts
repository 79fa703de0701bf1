import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAccounts } from '../accounts/accounts.ts'
import { createPage } from '../pages/create.ts'
import { allRoutes } from '../routes.ts'
import { testBrowser } from '../test/browser.ts'
import { serveConsole } from '../test/console.ts'
import { signedIn } from '../test/console-world.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { look, openSignedIn } from '../test/look.ts'
import { until } from '../test/until.ts'
import { appearanceOf } from './find.ts'

const { ctx } = await testContext(await testDatabase(), { seed: 'appearance' })
await signedIn(ctx, 'alice')
const { id } = await createPage(ctx, { slug: 'acme', name: 'Acme Cloud' })
const origin = await serveConsole(ctx, allRoutes({ accounts: createAccounts() }))
const browser = await testBrowser()
const address = `${origin}/console/settings/pages/${id}/appearance`

test('without script a look is tried, refused with what would do, and saved', async () => {
  const { page, wrong } = await openSignedIn(browser, origin, { javaScriptEnabled: false })
  await page.goto(address)
  await page.getByRole('radio', { name: 'Poster' }).check()
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.frameLocator('iframe').first().getByRole('heading', { name: 'Open incidents' }).waitFor()
  const ground = (look: string) =>
    page
      .frames()
      .find((frame) => frame.url().includes(`look=${look}`))
      ?.evaluate<string>("getComputedStyle(document.querySelector('.top')).backgroundColor")
  assert.deepEqual([await ground('light'), await ground('dark')], ['rgb(31, 59, 214)', 'rgb(255, 210, 63)'])
  assert.equal((await appearanceOf(ctx, id)).preset, 'paper')
  await page.fill('[name="light.accent"]', '#ffe9a0')
  await page.getByRole('button', { name: 'Save' }).click()
  const said = (await page.locator('.problems').textContent()) ?? ''
  const [, suggested = ''] = /Links and buttons, by day: .* passes is (#[0-9a-f]{6})/.exec(said) ?? []
  assert.match(suggested, /^#/, said)
  await page.fill('[name="light.accent"]', suggested)
  await page.getByRole('button', { name: 'Save' }).click()
  assert.match((await page.locator('.flash').textContent()) ?? '', /Saved/)
  const { preset, light } = await appearanceOf(ctx, id)
  assert.deepEqual([preset, light.accent], ['poster', suggested])
  assert.deepEqual(wrong, [])
})

test('the preview follows what is chosen; axe finds nothing, with a mistake too', async () => {
  const { page, wrong } = await openSignedIn(browser, origin)
  await page.goto(address)
  await page.getByRole('radio', { name: 'Terminal' }).check()
  await until(async () =>
    (await page.locator('iframe').first().getAttribute('src'))?.includes('preset=terminal') ? true : null,
  )
  const found = await look(page, 'appearance', { everywhere: true })
  await page.fill('[name="dark.major"]', '#200000')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').waitFor()
  found.push(...(await look(page, 'appearance-refused')))
  assert.deepEqual([...found, ...wrong], [])
})
