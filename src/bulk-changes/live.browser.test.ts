import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addSubscriber } from '../subscribers/add.ts'
import { acme } from '../test/acme.ts'
import { testBrowser } from '../test/browser.ts'
import { serveConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { openSignedIn } from '../test/look.ts'
import { assetRoutes } from '../web/assets.ts'
import { startBulkChange } from './change.ts'
import { bulkPages } from './console.ts'

const database = await testDatabase()
const browser = await testBrowser()

test('what is under way is followed while the page is open, until it is over', async () => {
  const { ctx } = await testContext(database, { seed: 'live' })
  const { page: acmePage } = await acme(ctx)
  const email = 'pat@customer.example'
  const { subscriber } = await addSubscriber(ctx, { page: acmePage, email, components: null, confirmed: true })
  const { id } = await startBulkChange(ctx, { action: 'add_label', label: 'vip' }, { ids: [subscriber!.id] })
  const origin = await serveConsole(ctx, [...assetRoutes, ...bulkPages])
  const { page, wrong } = await openSignedIn(browser, origin)
  page.setDefaultTimeout(60_000)
  await page.goto(`${origin}/console/subscribers/changes/${id}`)
  await page.getByText('At work', { exact: true }).waitFor()
  await page.evaluate('window.same = true')
  const over = { state: 'done', outcomes: '{"changed":1}' }
  await ctx.db.updateTable('bulk_changes').set(over).where('id', '=', id).execute()
  await page.getByText('Done', { exact: true }).waitFor()
  assert.equal(await page.evaluate('window.same'), true, 'the page was not loaded again')
  assert.equal(await page.getByRole('button', { name: 'Stop' }).count(), 0)
  assert.deepEqual(wrong, [])
})
