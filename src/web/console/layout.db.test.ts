import assert from 'node:assert/strict'
import { test } from 'node:test'
import { html } from '../../lib/html.ts'
import { pauseAutomation } from '../../rules/automation.ts'
import { acme } from '../../test/acme.ts'
import { testContext } from '../../test/context.ts'
import { testDatabase } from '../../test/database.ts'
import { consoleLayout } from './layout.ts'

const database = await testDatabase()

test('the page has one title, one main, the navigation and who is signed in', async () => {
  const { ctx } = await testContext(database, { seed: 'layout' })
  await acme(ctx)
  const { __html: page } = await consoleLayout(ctx, {
    title: 'Rules <b>',
    active: 'rules',
    body: html`<p>body</p>`,
    flash: { tone: 'good', text: 'Saved.' },
  })
  assert.equal(page.match(/<h1/g)?.length, 1)
  assert.match(page, /<h1 dir="auto">Rules &lt;b&gt;<\/h1>/)
  assert.match(page, /href="\/console\/rules"[^>]* aria-current="page"/)
  assert.match(page, /<strong>Alice<\/strong><span>owner<\/span>/)
  assert.match(page, /data-flash="good"><p role="status">Saved\./)
  assert.match(page, /Times in America\/New York/)
  assert.doesNotMatch(page, /<script>|<style|style=|onclick=|Automation is paused/)
})

test('the title of the window says nothing twice', async () => {
  for (const [name, title] of [
    ['Upfront', 'Overview · Upfront'],
    ['Acme', 'Overview · Acme · Upfront'],
  ] as const) {
    const { ctx } = await testContext(database, { seed: `title ${name}` })
    await ctx.db.updateTable('organizations').set({ name }).where('id', '=', ctx.org).execute()
    const { __html: page } = await consoleLayout(ctx, { title: 'Overview', active: 'overview', body: html`` })
    assert.equal(/<title>(.*)<\/title>/.exec(page)?.[1], title)
  }
})

test('paused automation is said on every page, and by whom', async () => {
  const { ctx } = await testContext(database, { seed: 'paused' })
  await pauseAutomation(ctx)
  const { __html: page } = await consoleLayout(ctx, { title: 'Overview', active: 'overview', body: html`` })
  assert.match(page, /<strong>Automation is paused<\/strong> since <time[^>]*>just now<\/time>, by Alice\./)
})

test('with several pages one can be chosen, and the navigation keeps it', async () => {
  const { ctx } = await testContext(database, { seed: 'several' })
  const first = await acme(ctx)
  await ctx.db
    .insertInto('pages')
    .values({
      id: 'second',
      org_id: ctx.org,
      slug: 'second',
      name: 'Second',
      position: 1,
      created_at: ctx.now(),
      updated_at: ctx.now(),
    })
    .execute()
  const page = async (page: string | null) =>
    (await consoleLayout(ctx, { title: 'Overview', active: 'overview', body: html``, page })).__html
  assert.match(await page(null), /<summary>All pages<\/summary>/)
  assert.match(await page('second'), /<summary>Second<\/summary>/)
  assert.match(await page('second'), /href="\/console\/rules\?page=second"/)
  assert.match(await page(first.page), /Times in America\/New York/)
})
