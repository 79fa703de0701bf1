import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drafts, incidents, setScene, updatesOf } from '../test/alert-scene.ts'
import { testDatabase } from '../test/database.ts'
import { resolveIfQuiet } from './resolve-quiet.ts'

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
  const mutes = {
    source: () => ctx.db.updateTable('sources').set({ muted_until: far }).where('id', '=', source.id).execute(),
    rule: () => ctx.db.updateTable('rules').set({ muted_until: far }).where('id', '=', rule).execute(),
  }
  const far = new Date(ctx.now().getTime() + 600 * minute)
  const endWatch = async () => {
    clock.advance(11 * minute)
    await resolveIfQuiet(ctx, { incident: id, alert: alert.id })
  }
  return { ...scene, id, mutes, endWatch, said: async () => (await updatesOf(ctx, id)).map(({ status }) => status) }
}

for (const what of ['source', 'rule'] as const) {
  test(`a watch that ends while its ${what} is muted asks a person`, async () => {
    const { ctx, mutes, endWatch, said } = await watched()
    const before = await said()
    await mutes[what]()
    await endWatch()
    assert.deepEqual(await said(), before)
    assert.deepEqual(
      (await drafts(ctx)).filter(({ state }) => state === 'awaiting_approval').map(({ kind }) => kind),
      ['recovery'],
    )
  })

  test(`what is back when its watch ends is not said while its ${what} is muted`, async () => {
    const { clock, send, mutes, endWatch, said } = await watched()
    clock.advance(minute)
    await send('a', 'firing')
    const before = await said()
    await mutes[what]()
    await endWatch()
    assert.deepEqual(await said(), before)
  })
}

test('without a mute readers hear that it is back', async () => {
  const { clock, send, endWatch, said } = await watched()
  clock.advance(minute)
  await send('a', 'firing')
  await endWatch()
  assert.deepEqual((await said()).slice(-2), ['monitoring', 'investigating'])
})
