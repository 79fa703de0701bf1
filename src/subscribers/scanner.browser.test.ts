import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { openIncident } from '../incidents/open.ts'
import { drain } from '../queue/worker.ts'
import { acme } from '../test/acme.ts'
import { testBrowser } from '../test/browser.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { readingServer } from '../test/reading.ts'
import { addSubscriber } from './add.ts'
import { findSubscriber } from './find.ts'
import { subscriberHandlers } from './jobs.ts'
import { manageToken } from './link.ts'
import { subscribe } from './subscribe.ts'

// S-SUB-5: mail programs and their scanners open every link in a browser of their own, run what scripts there are and look at
// everything. They press nothing, and nothing happens.

const database = await testDatabase()
const { ctx, base } = await testContext(database, { seed: 'scanner' })
const { page } = await acme(ctx)
const { origin, publisher } = await readingServer(base)
const browser = await testBrowser()

const letters = async () => {
  const rows = await ctx.db.selectFrom('letters').select(['body', 'html']).where('org_id', '=', ctx.org).execute()
  return rows.map(({ body, html }) => `${body} ${html}`).join(' ')
}
const rows = () => ctx.db.selectFrom('subscribers').selectAll().where('org_id', '=', ctx.org).orderBy('id').execute()

/** All that leads on, wherever it stands; and whatever listens to looks and movements hears some. */
async function scan(tab: Page, path: string): Promise<string[]> {
  await tab.goto(origin + path)
  await tab.evaluate(async () => {
    for (const one of document.querySelectorAll('*'))
      for (const type of ['pointerover', 'mouseover', 'mousemove', 'focus', 'pointerenter', 'touchstart'])
        one.dispatchEvent(new Event(type, { bubbles: true }))
    scrollTo(0, document.body.scrollHeight)
    for (const method of ['HEAD', 'GET', 'OPTIONS']) await fetch(location.href, { method }).catch(() => null)
  })
  return tab.evaluate(() =>
    [...document.querySelectorAll('[href], [src], [action], [formaction]')]
      .flatMap((one) => ['href', 'src', 'action', 'formaction'].map((name) => one.getAttribute(name)))
      .filter((address) => address !== null && !address.startsWith('#'))
      .map((address) => new URL(address as string, location.href))
      .filter(({ host, protocol }) => protocol.startsWith('http') && (host === location.host || host === 'status.test'))
      .map(({ pathname, search }) => pathname + search),
  )
}

test('a scanner that follows every link of our mails and runs every script confirms and ends nothing', async () => {
  const incident = await openIncident(ctx, { page, title: 'Slow API', status: 'investigating', body: 'b' })
  const add = async (email: string) =>
    (await addSubscriber(ctx, { page, email, components: null, confirmed: true })).subscriber!
  const [known, list] = [await add('known@scanner.example'), await add('list@scanner.example')]
  await ctx.db.updateTable('subscribers').set({ locked: true }).where('id', '=', list.id).execute()
  await subscribe(ctx, { page, email: 'new@scanner.example', components: null })
  await drain(base, database.pool, subscriberHandlers)
  await publisher.reconcile()
  await publisher.settled()
  const linked = [...(await letters()).matchAll(/https?:\/\/[^/\s"<]+(\/[^\s"<]*)/g)].map(([, path]) => path!)
  const confirm = linked.find((path) => path.includes('/subscribe/confirm/'))
  assert.ok(confirm)
  const before = await rows()
  const context = await browser.newContext()
  after(() => context.close())
  const tab = await context.newPage()
  const manage = `/u/${manageToken(ctx, known)}`
  const todo = [...linked, manage, `/u/${manageToken(ctx, list)}`, `/p/acme-${page}/subscribe/incident/${incident.id}`]
  const seen = new Set<string>()
  for (let path = todo.shift(); path !== undefined && seen.size < 60; path = todo.shift()) {
    if (seen.has(path) || /\.(css|js|png|svg|ics|rss|atom|json|woff2)(\?|$)/.test(path)) continue
    seen.add(path)
    todo.push(...(await scan(tab, path)))
  }
  assert.ok(seen.size > 6, [...seen].join())
  assert.deepEqual(await rows(), before)
  // A person presses the buttons.
  await tab.goto(origin + confirm)
  await tab.locator('main form button').click()
  await tab.getByText('Your address is confirmed').waitFor()
  await tab.goto(origin + manage)
  await tab.locator('button[name=unsubscribe]').first().click()
  await tab.waitForLoadState()
  assert.equal((await findSubscriber(ctx, known.id)).state, 'unsubscribed')
})
