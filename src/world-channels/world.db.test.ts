import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Conflict, InvalidInput, NotFound } from '../lib/errors.ts'
import { changeSubscription, unsubscribe } from '../subscribers/change.ts'
import { countSubscribers } from '../subscribers/count.ts'
import { eraseSubscriber } from '../subscribers/erase.ts'
import { listSubscribers } from '../subscribers/list.ts'
import { liftSuppression } from '../subscribers/suppress.ts'
import { acme } from '../test/acme.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { changeWorldChannel } from './change.ts'
import { worldPages } from './console.ts'
import { createWorldChannel } from './create.ts'
import { findWorldChannel, isPaused, worldChannelsOf, worldKinds } from './find.ts'
import { removeWorldChannel } from './remove.ts'
import { settingsOfTarget } from './target.ts'

const database = await testDatabase()
const url = 'https://hooks.slack.com/services/T00000000/B00000000/nobodymayseethis'
const status = { key: 'status', channel: 'slack', target: { url } }

async function setUp(seed: string) {
  const { ctx } = await testContext(database, { seed })
  return { ctx, ...(await acme(ctx)), ...testConsole(ctx, worldPages()) }
}

test('it is among the rows of subscribers and never among the subscribers', async () => {
  const { ctx, page } = await setUp('apart')
  const one = await createWorldChannel(ctx, page, { ...status, kinds: ['incident'], leastImpact: 'major' })
  assert.deepEqual(
    [one.world, one.channel, one.state, one.kinds, one.least_impact],
    [true, 'slack', 'active', ['incident'], 'major'],
  )
  assert.doesNotMatch(one.label ?? '', /nobodymayseethis/)
  assert.deepEqual(await listSubscribers(ctx, { limit: 10, page }), [])
  assert.deepEqual(await countSubscribers(ctx, page), {})
  const events = await ctx.db.selectFrom('events').select('data').where('subject_id', '=', one.id).execute()
  assert.doesNotMatch(JSON.stringify(events), /nobodymayseethis/)
})

test('a key and a destination are used once; one that was removed can come back', async () => {
  const { ctx, page } = await setUp('twice')
  const { id } = await createWorldChannel(ctx, page, status)
  await assert.rejects(createWorldChannel(ctx, page, { ...status, key: 'again' }), Conflict)
  await assert.rejects(createWorldChannel(ctx, page, { ...status, target: { url: `${url}2` } }), Conflict)
  await removeWorldChannel(ctx, page, 'status')
  assert.deepEqual(await worldChannelsOf(ctx, page), [])
  const row = await ctx.db.selectFrom('subscribers').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  assert.deepEqual([row.state, row.target], ['erased', null])
  assert.equal((await createWorldChannel(ctx, page, { ...status, key: 'again' })).id, id)
})

test('it is paused, unpaused and led elsewhere; what is kept stays', async () => {
  const { ctx, page } = await setUp('change')
  await createWorldChannel(ctx, page, status)
  const paused = await changeWorldChannel(ctx, page, 'status', { paused: true })
  assert.deepEqual([paused.state, isPaused(paused)], ['unsubscribed', true])
  const kept = await changeWorldChannel(ctx, page, 'status', { target: { url: '<kept>', name: '#status' } })
  assert.equal(isPaused(kept), true)
  assert.deepEqual(settingsOfTarget(ctx, kept), { url, name: '#status' })
  assert.match(kept.label ?? '', /#status/)
  assert.equal((await changeWorldChannel(ctx, page, 'status', { paused: false, phases: 'last' })).state, 'active')
  assert.equal((await findWorldChannel(ctx, page, 'status')).phases, 'last')
  await assert.rejects(
    changeWorldChannel(ctx, page, 'status', { target: { url: 'https://evil.example/' } }),
    (error) => error instanceof InvalidInput && error.problems[0]?.pointer === '/target/url',
  )
  await assert.rejects(createWorldChannel(ctx, page, { key: 'm', channel: 'email', target: {} }), /does not speak/)
})

test('the console has a form for each, and never shows a secret again', async () => {
  const { page, see, submit, refused } = await setUp('console')
  const base = `/console/settings/pages/${page}/world`
  const cards = await see(base)
  shows(cards, /says nothing to the world/)
  for (const { medium } of worldKinds()) {
    assert.ok(cards.includes(`${base}/new/${medium}"`), medium)
    shows(await see(`${base}/new/${medium}`), /name="target\./)
  }
  shows(
    await refused(`${base}/new/slack`, { key: 'status', 'target.url': 'nowhere' }),
    /id="f-target\.url-error">Expected an address/,
  )
  await submit(`${base}/new/slack`, { key: 'status', 'target.url': url, kinds: ['incident'], phases: 'all' })
  const list = await see(base)
  shows(list, /Active/)
  const id = /world\/([a-z0-9]{12})\/pause/.exec(list)?.[1] ?? ''
  const edit = await see(`${base}/${id}`)
  shows(edit, /Set: <code>••••this<\/code>/)
  shows(edit, /value="incident" checked/)
  for (const text of [list, edit, await see(base, 'editor')]) hides(text, /nobodymayseethis/)
  await submit(`${base}/${id}`, { 'target.url': '', phases: 'last', leastImpact: 'major' })
  await submit(`${base}/${id}/pause`, { paused: 'yes' })
  shows(await see(base), /Paused/)
  await submit(`${base}/${id}/remove`)
  shows(await see(base), /says nothing to the world/)
})

test('what is done to subscribers by their id leaves it alone', async () => {
  const { ctx, page } = await setUp('guarded')
  const before = await createWorldChannel(ctx, page, status)
  const verbs = [
    changeSubscription(ctx, before.id, { labels: ['vip'] }),
    unsubscribe(ctx, before.id),
    eraseSubscriber(ctx, before.id),
    liftSuppression(ctx, before.id),
  ]
  for (const verb of await Promise.allSettled(verbs))
    assert.ok(verb.status === 'rejected' && verb.reason instanceof NotFound, JSON.stringify(verb))
  assert.deepEqual(await findWorldChannel(ctx, page, 'status'), before)
})
