import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pauseAutomation, resumeAutomation } from '../rules/automation.ts'
import { drafts, incidents, setScene, updatesOf } from '../test/alert-scene.ts'
import { testDatabase } from '../test/database.ts'
import { resolveIfQuiet, resolveOverdue } from './resolve-quiet.ts'

const database = await testDatabase()
const minute = 60_000

/** An incident that has come back once and is watched; `endWatch` is what follows its flap window. */
async function watched() {
  const scene = await setScene(database, { mode: 'auto' })
  const { ctx, clock, send, source, rule } = scene
  for (const state of ['firing', 'resolved', 'firing', 'resolved'] as const) {
    clock.advance(minute)
    await send('a', state)
  }
  const { id } = (await incidents(ctx))[0]!
  const alert = await ctx.db
    .selectFrom('alerts')
    .select('id')
    .where('org_id', '=', ctx.org)
    .orderBy('received_at', 'desc')
    .executeTakeFirstOrThrow()
  const far = new Date(ctx.now().getTime() + 600 * minute)
  const mute = (table: 'sources' | 'rules', id: string, muted_until: Date | null) =>
    ctx.db.updateTable(table).set({ muted_until }).where('id', '=', id).execute()
  const silence = {
    source: { begin: () => mute('sources', source.id, far), end: () => mute('sources', source.id, null) },
    rule: { begin: () => mute('rules', rule, far), end: () => mute('rules', rule, null) },
    pause: { begin: () => pauseAutomation(ctx), end: () => resumeAutomation(ctx) },
  }
  const endWatch = async () => {
    clock.advance(11 * minute)
    await resolveIfQuiet(ctx, { incident: id, alert: alert.id })
  }
  return { ...scene, id, silence, endWatch, said: async () => (await updatesOf(ctx, id)).map(({ status }) => status) }
}

for (const what of ['source', 'rule'] as const) {
  test(`a watch that ends while its ${what} is muted asks a person`, async () => {
    const { ctx, silence, endWatch, said } = await watched()
    const before = await said()
    await silence[what].begin()
    await endWatch()
    assert.deepEqual(await said(), before)
    assert.deepEqual(
      (await drafts(ctx)).filter(({ state }) => state === 'awaiting_approval').map(({ kind }) => kind),
      ['recovery'],
    )
  })

  test(`what is back when its watch ends is not said while its ${what} is muted`, async () => {
    const { clock, send, silence, endWatch, said } = await watched()
    clock.advance(minute)
    await send('a', 'firing')
    const before = await said()
    await silence[what].begin()
    await endWatch()
    assert.deepEqual(await said(), before)
  })
}

for (const what of ['source', 'rule', 'pause'] as const) {
  test(`what is back when its watch ends is said once what kept it quiet has ended: ${what}`, async () => {
    const { ctx, clock, send, silence, endWatch, said } = await watched()
    clock.advance(minute)
    await send('a', 'firing')
    await silence[what].begin()
    await endWatch()
    await resolveOverdue(ctx)
    assert.equal((await said()).at(-1), 'monitoring')
    await silence[what].end()
    await resolveOverdue(ctx)
    await resolveOverdue(ctx)
    assert.deepEqual((await said()).slice(-2), ['monitoring', 'investigating'])
  })
}

test('what has recovered again by the end of the pause asks a person once, and is not called back', async () => {
  const { ctx, clock, send, silence, endWatch, said } = await watched()
  clock.advance(minute)
  await send('a', 'firing')
  const before = await said()
  await silence.pause.begin()
  await endWatch()
  await send('a', 'resolved')
  await silence.pause.end()
  await resolveOverdue(ctx)
  assert.deepEqual(await said(), before)
  const asked = (await drafts(ctx)).filter(({ kind, state }) => kind === 'recovery' && state === 'awaiting_approval')
  assert.equal(asked.length, 1)
})

test('without a mute readers hear that it is back', async () => {
  const { clock, send, endWatch, said } = await watched()
  clock.advance(minute)
  await send('a', 'firing')
  await endWatch()
  assert.deepEqual((await said()).slice(-2), ['monitoring', 'investigating'])
})
