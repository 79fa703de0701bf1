import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { acmeFile, acmeTokens } from '../test/acme-file.ts'
import { testBrowser } from '../test/browser.ts'
import { testFolder } from '../test/folder.ts'
import { startUpfront } from '../test/server.ts'

const config = await acmeFile(await testFolder())
const upfront = await startUpfront({ env: { ...acmeTokens, UPFRONT_CONFIG: config } })
const browser = await testBrowser()

const title = 'Uploads fail'
const said = 'Uploads of large files fail. What was uploaded before is safe.'

test('from the setup link to a post that readers see in a page that was already open', async () => {
  const reader = await newTab()
  await reader.goto(upfront.url)
  await reader.evaluate('document.body.dataset.opened = "once"')

  const operator = await newTab()
  await operator.goto(upfront.setupLink!)
  await operator.getByLabel('Your name').fill('Alice')
  await operator.getByLabel('E-mail address').fill('alice@acme.example')
  await operator.getByLabel('Password').fill('correct horse battery staple')
  await operator.getByRole('button', { name: 'Create my account' }).click()

  await operator.getByRole('link', { name: 'Open an incident' }).first().click()
  await operator.getByLabel('Title').fill(title)
  await operator.getByLabel('Text', { exact: true }).fill(said)
  await operator.getByText('Choose what is affected').click()
  await operator.getByLabel('Web app').selectOption('major_outage')
  await operator.getByRole('button', { name: /^Open and tell/ }).click()
  await operator.getByText('The incident is open and the page shows it.').waitFor()

  // Sooner than the 30 s after which a page that hears nothing asks by itself.
  await reader.getByText(said).first().waitFor({ timeout: 25_000 })
  assert.equal(await reader.evaluate('document.body.dataset.opened'), 'once', 'the page was loaded anew')
  assert.equal(await reader.getByText(title).first().isVisible(), true)
})

test('the setup link works once', async () => {
  const stranger = await newTab()
  const answer = await stranger.goto(upfront.setupLink!)
  assert.equal(answer?.status(), 404)
})

async function newTab(): Promise<Page> {
  const context = await browser.newContext()
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  return page
}
