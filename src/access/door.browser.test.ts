import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeAppearance } from '../appearance/change.ts'
import { acme } from '../test/acme.ts'
import { testBrowser } from '../test/browser.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { look } from '../test/look.ts'
import { readingServer } from '../test/reading.ts'
import { changeAccess } from './change.ts'

const { ctx, base } = await testContext(await testDatabase(), { seed: 'door' })
const { page } = await acme(ctx)
const { publisher, origin } = await readingServer(base)
await changeAppearance(ctx, page, { preset: 'gazette' })
await changeAccess(ctx, page, {
  private: true,
  password: 'vermilion tractor',
  addresses: ['@customer.example'],
  connections: [
    {
      kind: 'oidc',
      key: 'idp',
      name: 'Customer login',
      issuer: 'https://login.customer.example',
      clientId: 'status',
      clientSecret: 'hush-hush-1f3c',
      scopes: 'openid',
      domains: [],
      attributes: [],
    },
  ],
})
await publisher.reconcile()
const browser = await testBrowser()

test('a reader signs in, makes a private feed and signs out, without script, by keyboard, in every size and scheme', async () => {
  const context = await browser.newContext({ javaScriptEnabled: true, bypassCSP: true })
  const tab = await context.newPage()
  const elsewhere: string[] = []
  tab.on('request', (request) => !request.url().startsWith(origin) && elsewhere.push(request.url()))
  await tab.goto(`${origin}/history`)
  const faults = await look(tab, 'door', { everywhere: true })
  await tab.getByLabel('Password of this page').fill('another one')
  await tab.keyboard.press('Enter')
  await tab.getByRole('alert').waitFor()
  assert.equal(await tab.getByLabel('Password of this page').getAttribute('aria-invalid'), 'true')
  faults.push(...(await look(tab, 'door-wrong')))
  await tab.getByLabel('Password of this page').fill('vermilion tractor')
  await tab.keyboard.press('Enter')
  await tab.waitForURL(`${origin}/history`)
  await tab.goto(`${origin}/sign-in`)
  faults.push(...(await look(tab, 'you')))
  await tab.getByLabel('What is it for?').fill('Team chat')
  await tab.keyboard.press('Enter')
  await tab.getByText('?token=').first().waitFor()
  faults.push(...(await look(tab, 'feed-made')))
  await tab.goto(`${origin}/sign-in/you`)
  faults.push(...(await look(tab, 'you-with-feed')))
  await tab.getByRole('button', { name: 'Sign out' }).click()
  await tab.getByRole('heading', { name: 'Sign in' }).waitFor()
  await tab.getByLabel('Your e-mail address').fill('pat@customer.example')
  await tab.keyboard.press('Enter')
  await tab.getByRole('heading', { name: 'Look into your mail' }).waitFor()
  faults.push(...(await look(tab, 'link-sent')))
  await tab.goto(`${origin}/sign-in/link/nothing`)
  faults.push(...(await look(tab, 'dead-link')))
  assert.deepEqual(faults, [])
  assert.deepEqual(
    elsewhere.filter((url) => !url.startsWith('data:')),
    [],
  )
  await context.close()
})

test('the same works where no script runs', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const tab = await context.newPage()
  await tab.goto(`${origin}/`)
  await tab.getByLabel('Password of this page').fill('vermilion tractor')
  await tab.getByRole('button', { name: 'Open the page' }).click()
  await tab.getByRole('link', { name: 'History' }).first().waitFor()
  await context.close()
})
