import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { createAccounts } from '../accounts/accounts.ts'
import { createAudience } from '../audiences/create.ts'
import { createComponent } from '../components/create.ts'
import { createPage } from '../pages/create.ts'
import { allRoutes } from '../routes.ts'
import { testBrowser } from '../test/browser.ts'
import { serveConsole } from '../test/console.ts'
import { signedIn } from '../test/console-world.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { look, openSignedIn, unfold } from '../test/look.ts'
import { until } from '../test/until.ts'
import { contentOf } from './find.ts'

const { ctx } = await testContext(await testDatabase(), { seed: 'content-console' })
await signedIn(ctx, 'alice')
const part = (page: Page, name: string) => page.locator('summary', { hasText: `${name}:` }).click()
const { id } = await createPage(ctx, { slug: 'acme', name: 'Acme Cloud', timeZone: 'Europe/Berlin' })
await createComponent(ctx, { page: id, key: 'mail', name: 'Mail', tags: { product: 'Mail', region: 'EU' } })
await createAudience(ctx, { page: id, key: 'gold', name: 'Gold plan', emails: ['pat@customer.example'] })
const origin = await serveConsole(ctx, allRoutes({ accounts: createAccounts() }))
const browser = await testBrowser()
const address = `${origin}/console/settings/pages/${id}/content`

test('without script: more rows, another order, a mistake at its field, a preview, and it is saved', async () => {
  const { page, wrong } = await openSignedIn(browser, origin, { javaScriptEnabled: false })
  await page.goto(address)
  await part(page, 'Questions and answers')
  await page.fill('[name="faq.0.question"]', 'Is my data safe?')
  await page.fill('[name="faq.0.answer"]', 'Yes: in **three** places.')
  await page.getByRole('button', { name: 'Another question' }).click()
  await page.fill('[name="faq.1.question"]', 'Why?')
  await page.getByRole('button', { name: 'Move Questions and answers up' }).click()
  await page.getByRole('button', { name: 'Move Questions and answers up' }).click()
  assert.deepEqual((await contentOf(ctx, id)).faq, [])
  await page.getByText('Questions and answers: 2 questions').waitFor()
  await part(page, 'Live chat')
  await page.selectOption('[name="chat.provider"]', 'crisp')
  await page.fill('[name="chat.id"]', 'nonsense')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const said = (await page.locator('.problems').textContent()) ?? ''
  assert.match(said, /Identifier of the chat: Expected a Website ID of Crisp/)
  assert.equal(await page.inputValue('[name="faq.0.question"]'), 'Is my data safe?')
  await part(page, 'Announcement')
  await page.fill('[name="chat.id"]', '8a5b7c6d-0000-4000-8000-1a2b3c4d5e6f')
  await page.fill('[name="faq.1.answer"]', 'Because.')
  await page.fill('[name="announcement.text"]', 'Soon')
  await page.fill('[name="announcement.from"]', '2026-11-22T09:00')
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.frameLocator('iframe').getByText('Is my data safe?').waitFor()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  assert.match((await page.locator('.flash').textContent()) ?? '', /Saved/)
  const content = await contentOf(ctx, id)
  assert.deepEqual(content.blocks?.slice(4, 7), ['faq', 'components', 'past'])
  assert.equal(content.faq[1]?.answer, 'Because.')
  assert.deepEqual(content.announcement, { text: 'Soon', from: '2026-11-22T08:00:00.000Z', until: null })
  assert.deepEqual(wrong, [])
})

test('with script the page follows what is typed, and lines move by arrows, keys and dragging', async () => {
  const { page, wrong } = await openSignedIn(browser, origin)
  await page.goto(address)
  const frame = page.frameLocator('iframe')
  await part(page, 'Head and foot')
  await page.fill('[name="header"]', 'Servers in **Virginia**')
  await frame.getByText('Virginia').waitFor()
  const order = () =>
    page.locator('[data-block]').evaluateAll((lines) => lines.map((one) => one.getAttribute('data-block')))
  const before = await order()
  await page.getByRole('button', { name: 'Move Components up' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Alt+ArrowUp')
  assert.deepEqual(await order(), [
    before[0],
    before[1],
    before[2],
    'components',
    before[3],
    before[4],
    ...before.slice(6),
  ])
  await page.locator('[data-block="contact"]').dragTo(page.locator('[data-block="announcement"]'), {
    targetPosition: { x: 40, y: 2 },
  })
  assert.equal((await order())[0], 'contact')
  assert.equal(await page.locator('[data-block="contact"] button').first().isDisabled(), true)
  await part(page, 'Components')
  await page.getByRole('radio', { name: 'Matrix' }).check()
  await page.fill('[name="matrix.rows"]', 'product')
  await page.fill('[name="matrix.columns"]', 'region')
  await frame.getByRole('table').waitFor()
  await unfold(page)
  await page.locator('[name="announcement.audiences"][value="gold"]').check()
  await frame.getByText('Soon').waitFor({ state: 'detached' })
  await page.selectOption('[data-seen-by]', { label: 'Gold plan' })
  await frame.getByText('Soon').waitFor()
  const found = await look(page, 'content', { everywhere: true })
  await page.fill('[name="contacts.0.value"]', 'nobody')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('alert').waitFor()
  found.push(...(await look(page, 'content-refused')))
  await page.fill('[name="contacts.0.value"]', 'help@acme.example')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.locator('.flash').waitFor()
  await until(async () => (await contentOf(ctx, id)).contacts.length === 1)
  assert.equal((await contentOf(ctx, id)).blocks?.[0], 'contact')
  assert.deepEqual([...found, ...wrong], [])
})
