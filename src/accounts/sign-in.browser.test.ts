import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { asSystem } from '../lib/context.ts'
import { testBrowser } from '../test/browser.ts'
import { testDatabase } from '../test/database.ts'
import { installation } from '../test/installation.ts'
import { listen } from '../web/server.ts'
import { makePasswordLink } from './invite.ts'
import { makeSetupLink } from './setup.ts'
import { userByEmail } from './users.ts'

const { ctx, app, base } = await installation(await testDatabase())
const serving = { published: () => false, isKnownHost: () => true, fetch: app.fetch, log: base.log }
const server = await listen(serving, '127.0.0.1', 0)
after(() => server.drain())
const origin = `http://127.0.0.1:${server.port}`
const browser = await testBrowser()
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const system = asSystem(ctx, ctx.org, 'Test')
const here = (link: string | null) => origin + new URL(link ?? '').pathname

/** What axe finds; the policy of the page would not let it in otherwise. */
async function faults(page: Page) {
  const { violations } = await page.evaluate<{ violations: { id: string }[] }>(`${axe}; axe.run()`)
  return violations.map(({ id }) => id)
}

test('from the first link to signing in again, as a person does it', async () => {
  const context = await browser.newContext({ viewport: { width: 360, height: 700 } })
  const page = await context.newPage()
  const refused: string[] = []
  page.on('console', (message) => message.type() === 'error' && refused.push(message.text()))
  await page.goto(here(await makeSetupLink(system)))
  assert.deepEqual(await faults(page), [])
  await page.getByLabel('Your name').fill('Ada')
  await page.getByLabel('E-mail address').fill('ada@example.com')
  await page.getByLabel('Password').fill('password1')
  await page.getByRole('button').click()
  assert.equal(await page.getByLabel('Password').getAttribute('aria-invalid'), 'true')
  assert.equal(await page.getByLabel('Your name').inputValue(), 'Ada')
  assert.deepEqual(await faults(page), [])
  await page.getByLabel('Password').fill('vermilion tractor')
  await page.getByRole('button').click()
  assert.equal((await page.request.get(`${origin}/api/v1/me`)).status(), 200)

  await context.clearCookies({ name: 'upfront' })
  await page.goto(`${origin}/console/sign-in?next=/console/rules`)
  assert.deepEqual(await faults(page), [])
  await page.getByLabel('E-mail address').fill('ada@example.com')
  await page.getByLabel('Password').fill('something else')
  await page.getByRole('button').click()
  assert.match((await page.getByRole('alert').textContent()) ?? '', /is wrong/)
  await page.getByLabel('Password').fill('vermilion tractor')
  await page.getByRole('button').click()
  assert.equal(new URL(page.url()).pathname, '/console/rules')
  assert.equal(refused.filter((text) => /Content Security Policy|Refused/.test(text)).join(), '')
  await context.close()
})

test('a new password by a link, with the address for password managers alone', async () => {
  const user = await userByEmail(ctx, 'ada@example.com')
  const page = await browser.newPage()
  await page.goto(here(await makePasswordLink(system, user?.id ?? '')))
  assert.equal(await page.locator('input:visible').count(), 1)
  assert.deepEqual(await faults(page), [])
  await page.getByLabel('Password').fill('quiet harbour seven')
  await page.getByRole('button').click()
  assert.equal((await page.request.get(`${origin}/api/v1/me`)).status(), 200)
  await page.close()
})

test("another site's page cannot sign anybody in, or out", async () => {
  const page = await browser.newPage()
  await page.route('http://evil.example/', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<form method="post" action="${origin}/console/sign-in"><input name="email" value="ada@example.com"><input name="password" value="quiet harbour seven"><button>Win</button></form>`,
    }),
  )
  await page.goto('http://evil.example/')
  const answered = page.waitForResponse(`${origin}/console/sign-in`)
  await page.getByRole('button').click()
  assert.equal((await answered).status(), 403)
  assert.equal((await page.request.get(`${origin}/api/v1/me`)).status(), 401)
  await page.close()
})
