import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createComponent } from '../components/create.ts'
import type { Context } from '../lib/context.ts'
import { Conflict, InvalidInput } from '../lib/errors.ts'
import { changeMessage } from '../messages/change.ts'
import { createMessage } from '../messages/create.ts'
import { removeMessage } from '../messages/remove.ts'
import { createPage } from '../pages/create.ts'
import { removePage } from '../pages/remove.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { changeRule } from './change.ts'
import { createRule } from './create.ts'
import { rulesOf } from './find.ts'
import { moveRule } from './move.ts'
import { muteRule } from './mute.ts'
import { removeRule } from './remove.ts'
import { NewRule } from './schema.ts'

const database = await testDatabase()

async function place(slug: string) {
  const { ctx } = await testContext(database, { seed: slug })
  const page = await createPage(ctx, { slug, name: 'Acme' })
  const component = await createComponent(ctx, { page: slug, key: 'api', name: 'API' })
  await createMessage(ctx, { key: 'm', title: 'T', investigating: 'again by {{nextUpdateAt}}' })
  return { ctx, page, component }
}

const pointers =
  (...expected: string[]) =>
  (error: unknown) =>
    error instanceof InvalidInput && error.problems.map((one) => one.pointer).join() === expected.join()
const names = async (ctx: Context) => (await rulesOf(ctx)).map((rule) => rule.name)
const auto = { match: {}, publish: { mode: 'auto' as const } }

test('a rule takes the page of its component and a status by itself', async () => {
  const { ctx, page, component } = await place('defaults')
  const rule = await createRule(ctx, { ...auto, name: 'R', component: 'api', message: 'm', nextUpdateEvery: '30m' })
  assert.deepEqual(
    [rule.page_id, rule.component_id, rule.status, rule.next_update_every, rule.flap_window],
    [page.id, component.id, 'degraded_performance', 1800, 600],
  )
})

test('what does not fit together is refused with its place', async () => {
  const { ctx } = await place('refused')
  await assert.rejects(createRule(ctx, { ...auto, name: 'R', component: 'none' }), pointers('/component'))
  await assert.rejects(createRule(ctx, { ...auto, name: 'R', component: 'api', message: 'none' }), pointers('/message'))
  await assert.rejects(
    createRule(ctx, { ...auto, name: 'R', component: 'api', message: 'm' }),
    pointers('/nextUpdateEvery'),
  )
  const rule = await createRule(ctx, { ...auto, name: 'R', component: 'api' })
  await assert.rejects(createRule(ctx, { ...auto, name: 'R', component: 'api' }), Conflict)
  await assert.rejects(changeRule(ctx, rule.id, { publish: { mode: 'hold' } }), pointers('/publish/for'))
  await assert.rejects(changeRule(ctx, rule.id, { component: null, page: null }), pointers('/component'))
  await assert.rejects(muteRule(ctx, rule.id, { until: '2035-03-05T08:59:59Z' }), pointers('/until'))
  const parsed = NewRule.safeParse({ ...auto, name: 'R', colour: 'red' })
  assert.equal(parsed.error?.issues[0]?.code, 'unrecognized_keys')
})

test('a change is remembered as what it was and is', async () => {
  const { ctx } = await place('changes')
  const rule = await createRule(ctx, { ...auto, name: 'R', component: 'api' })
  const changed = await changeRule(ctx, rule.id, { publish: { mode: 'hold', for: '300s' }, flapWindow: '0s' })
  assert.deepEqual([changed.mode, changed.hold_for, changed.flap_window], ['hold', 300, 0])
  const event = await ctx.db
    .selectFrom('events')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  assert.deepEqual(event.data, {
    name: 'R',
    changes: {
      publish: { from: { mode: 'auto' }, to: { mode: 'hold', for: '5m' } },
      flapWindow: { from: '10m', to: '0s' },
    },
  })
})

test('rules move, and all keep their order', async () => {
  const { ctx } = await place('moves')
  for (const name of ['a', 'b', 'c', 'd']) await createRule(ctx, { name, match: {}, publish: { mode: 'record' } })
  await moveRule(ctx, 'd', { position: 2 })
  assert.deepEqual(await names(ctx), ['a', 'd', 'b', 'c'])
  await moveRule(ctx, 'a', { position: 99 })
  assert.deepEqual(await names(ctx), ['d', 'b', 'c', 'a'])
})

test('a message that promises needs rules that keep the promise, and stays while one uses it', async () => {
  const { ctx } = await place('promises')
  const plain = await createMessage(ctx, { key: 'plain', title: 'T', investigating: 'I' })
  await createRule(ctx, { ...auto, name: 'R', component: 'api', message: 'plain' })
  await assert.rejects(changeMessage(ctx, plain.id, { investigating: '{{nextUpdateAt}}' }), pointers('/investigating'))
  await assert.rejects(removeMessage(ctx, 'plain'), /used by the rule "R"/)
  await assert.rejects(removePage(ctx, 'promises'), /used by the rule "R"/)
  await removeRule(ctx, 'R')
  await removeMessage(ctx, 'plain')
  await removePage(ctx, 'promises')
})
