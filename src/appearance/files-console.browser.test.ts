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
import { greyPng } from '../test/pictures.ts'
import { until } from '../test/until.ts'
import { uploadsOf } from '../uploads/find.ts'
import { appearanceOf } from './find.ts'

const { ctx } = await testContext(await testDatabase(), { seed: 'files-console' })
await signedIn(ctx, 'alice')
const { id } = await createPage(ctx, { slug: 'acme', name: 'Acme Cloud' })
const origin = await serveConsole(ctx, allRoutes({ accounts: createAccounts() }))
const browser = await testBrowser()
const address = `${origin}/console/settings/pages/${id}`

test('without script a logo is uploaded, chosen, tried, saved, and cannot be taken away while it is shown', async () => {
  const { page, wrong } = await openSignedIn(browser, origin, { javaScriptEnabled: false })
  await page.goto(`${address}/files`)
  const send = async (name: string, buffer: Buffer) => {
    await page.setInputFiles('[name="file"]', { name, mimeType: 'image/png', buffer })
    await page.getByRole('button', { name: 'Upload' }).click()
  }
  await send('evil.png', Buffer.from('<script>alert(1)</script>'))
  assert.match((await page.locator('.problems').textContent()) ?? '', /Expected a picture/)
  await send('Our Logo.png', greyPng(80, 20))
  assert.match((await page.locator('.flash').textContent()) ?? '', /our-logo\.png is there/)
  await page.goto(`${address}/appearance`)
  await page.selectOption('[name="logo.light"]', 'our-logo.png')
  await page.getByRole('button', { name: 'Preview' }).click()
  const frame = page.frameLocator('iframe').first()
  await frame.locator('.brand img').waitFor()
  assert.match((await frame.locator('.brand img').getAttribute('src')) ?? '', /^data:image\/png;base64,/)
  await page.getByRole('button', { name: 'Save' }).click()
  assert.deepEqual((await appearanceOf(ctx, id)).logo, { light: 'our-logo.png', dark: null, alt: null })
  await page.goto(`${address}/files`)
  assert.match((await page.locator('.files').textContent()) ?? '', /used as logo/)
  assert.equal(await page.getByRole('button', { name: /Remove/ }).count(), 0)
  await send('spare.png', greyPng(20, 20))
  await page.getByRole('button', { name: 'Remove spare.png' }).click()
  assert.deepEqual(
    (await uploadsOf(ctx, id)).map(({ name }) => name),
    ['our-logo.png'],
  )
  assert.deepEqual(wrong, [])
})

test('CSS is tried, refused with its line, and saved without it; axe finds nothing', async () => {
  const { page, wrong } = await openSignedIn(browser, origin)
  await page.goto(`${address}/appearance/code`)
  await page.fill(
    '[name="css"]',
    '.now h1 { letter-spacing: 7px }\n.card { background: url(https://evil.example/a.png) }',
  )
  await page.getByRole('button', { name: 'Preview' }).click()
  await until(async () => {
    const frame = page.frames().find((one) => one.url().endsWith('/code/preview'))
    const spacing = await frame?.evaluate<string | undefined>(
      "document.querySelector('h1') ? getComputedStyle(document.querySelector('h1')).letterSpacing : ''",
    )
    return spacing === '7px' ? true : null
  })
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  assert.match(
    (await page.locator('.problems').textContent()) ?? '',
    /CSS: Line 2, column 21: expected a file of this page/,
  )
  assert.equal((await appearanceOf(ctx, id)).css, null)
  const found = await look(page, 'code-refused')
  await page.getByRole('button', { name: 'Save without these' }).click()
  assert.match((await page.locator('.flash').textContent()) ?? '', /Saved without 1 of its parts/)
  const { css } = await appearanceOf(ctx, id)
  assert.match(css ?? '', /letter-spacing: 7px/)
  assert.doesNotMatch(css ?? '', /evil/)
  await page.goto(`${address}/files`)
  found.push(...(await look(page, 'files')))
  assert.deepEqual([...found, ...wrong], [])
})
