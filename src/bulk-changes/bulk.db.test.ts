import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPage } from '../pages/create.ts'
import { drain } from '../queue/worker.ts'
import { addSubscriber } from '../subscribers/add.ts'
import { subscriberPages } from '../subscribers/console.ts'
import { acme } from '../test/acme.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { findBulkChange, runBulkChange, stopBulkChange } from './change.ts'
import { bulkPages } from './console.ts'
import { bulkHandlers } from './jobs.ts'

const database = await testDatabase()

async function setUp(seed: string) {
  const { ctx, base } = await testContext(database, { seed })
  const place = await acme(ctx)
  const add = async (email: string, page = place.page) =>
    (await addSubscriber(ctx, { page, email, components: null, confirmed: true })).subscriber!.id
  const work = () => drain(base, database.pool, bulkHandlers)
  const rows = () =>
    ctx.db.selectFrom('subscribers').selectAll().where('org_id', '=', ctx.org).orderBy('email').execute()
  const pages = testConsole(ctx, [...subscriberPages, ...bulkPages])
  /** What the page of a choice would send. */
  const selectionOf = async (fields: Record<string, string | string[]>) => {
    const page = await (await pages.send('/console/subscribers/chosen', fields)).text()
    const [, selection = ''] = /name="selection" value="([^"]*)"/.exec(page) ?? []
    return { page, selection: selection.replaceAll('&quot;', '"').replaceAll('&#34;', '"') }
  }
  return { ctx, add, work, rows, selectionOf, ...place, ...pages }
}

test('those that were ticked get a label; the question names their number', async () => {
  const { add, work, rows, selectionOf, submit, see, send } = await setUp('ticked')
  const [one, two] = [await add('a@t.example'), await add('b@t.example')]
  await add('c@t.example')
  shows(await see('/console/subscribers'), new RegExp(`name="id" value="${one}"`))
  const { page, selection } = await selectionOf({ which: 'ticked', id: [one, two] })
  shows(page, /2 subscribers chosen.*Add a label: 2 subscribers\?/s)
  const to = await submit('/console/subscribers/changes', { action: 'add_label', selection, label: 'vip' })
  await work()
  assert.deepEqual(
    (await rows()).map(({ labels }) => labels.join()),
    ['vip', 'vip', ''],
  )
  shows(await see(to), /Done.*Changed<\/dt><dd>2</s)
  const none = await send('/console/subscribers/chosen', { which: 'ticked' })
  assert.equal(none.headers.get('location'), '/console/subscribers')
})

test('all that match are changed, though the change takes them out of the filter; who comes later is not', async () => {
  const { ctx, add, work, rows, selectionOf, submit } = await setUp('all')
  for (let i = 0; i < 450; i++) await add(`n${i}@all.example`)
  const { page, selection } = await selectionOf({ which: 'all', state: 'active', q: '@all' })
  shows(page, /450 subscribers chosen/)
  const to = await submit('/console/subscribers/changes', { action: 'unsubscribe', selection })
  await ctx.db
    .updateTable('subscribers')
    .set({ created_at: new Date(ctx.now().getTime() + 1) })
    .where('email', '=', 'n7@all.example')
    .execute()
  await work()
  const active = (await rows()).filter(({ state }) => state === 'active')
  assert.deepEqual(
    active.map(({ email }) => email),
    ['n7@all.example'],
  )
  const { state, outcomes } = await findBulkChange(ctx, to.split('/').at(-1)!)
  assert.deepEqual([state, outcomes], ['done', { changed: 449 }])
})

test('what was stopped does nothing more; an editor does not erase', async () => {
  const { ctx, add, rows, selectionOf, submit, send, look } = await setUp('stop')
  await add('a@stop.example')
  const { selection } = await selectionOf({ which: 'all' })
  const to = await submit('/console/subscribers/changes', { action: 'quarantine', selection })
  const id = to.split('/').at(-1)!
  await stopBulkChange(ctx, id)
  await runBulkChange(ctx, { change: id })
  assert.deepEqual(
    (await rows()).map(({ state }) => state),
    ['active'],
  )
  const refused = await send('/console/subscribers/changes', { action: 'erase', selection }, 'editor')
  assert.equal(refused.status, 403)
  assert.equal((await look(to, 'viewer')).status, 403)
})

test('one person is exported and erased across pages', async () => {
  const { ctx, add, rows, see, submit } = await setUp('person')
  const other = await createPage(ctx, { slug: 'other-person', name: 'Other' })
  const one = await add('pat@person.example')
  await add('pat+status@person.example', other.id)
  await add('kim@person.example')
  const file = JSON.parse(await see(`/console/subscribers/${one}/person.json`))
  assert.deepEqual(file.subscriptions.map(({ email }: { email: string }) => email).sort(), [
    'pat+status@person.example',
    'pat@person.example',
  ])
  assert.match(file.subscriptions[0].consent.text, /vouches/)
  assert.ok(file.events.length >= 2)
  hides(JSON.stringify(file), /kim@/)
  await submit(`/console/subscribers/${one}/erase-person`)
  assert.deepEqual((await rows()).map(({ email, state }) => `${email} ${state}`).sort(), [
    'kim@person.example active',
    'null erased',
    'null erased',
  ])
})

test('what was searched for is forgotten with the end of the change, be it done or stopped', async () => {
  const { ctx, add, work, selectionOf, submit } = await setUp('forgotten')
  await add('pat@forgotten.example')
  const of = async (label: string) => {
    const { selection } = await selectionOf({ which: 'all', q: 'pat@forgotten.example' })
    const to = await submit('/console/subscribers/changes', { action: 'add_label', selection, label })
    return to.split('/').at(-1)!
  }
  const [first, second] = [await of('one'), await of('two')]
  assert.match(JSON.stringify(await findBulkChange(ctx, first)), /pat@/)
  await stopBulkChange(ctx, second)
  await work()
  for (const id of [first, second]) assert.doesNotMatch(JSON.stringify(await findBulkChange(ctx, id)), /pat@/)
})
