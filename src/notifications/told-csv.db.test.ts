import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { withdrawUpdate } from '../incidents/correct-update.ts'
import type { Context } from '../lib/context.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { fanOutStage } from '../test/fan-out.ts'
import { deliveryPages } from './console.ts'
import { exportTold } from './told-csv.ts'

const { setUp } = await fanOutStage()

const rowsOf = async (ctx: Context, update: string): Promise<Record<string, string>[]> =>
  parse(await (await exportTold(ctx, update)).text(), { columns: true })

test('who was told and who was not is a file that no spreadsheet runs, with addresses as far as one may see them', async () => {
  const { ctx, open, work, people, at } = await setUp('csv')
  const { update } = await open()
  await work()
  await ctx.db
    .updateTable('deliveries')
    .set({ reason: '=HYPERLINK("x")', detail: `550 <${at('lee')}> unknown` })
    .where('subscriber_id', '=', people.lee)
    .execute()
  const rows = await rowsOf(ctx, update.id)
  const of = (name: keyof typeof people) => rows.find((row) => row.subscriber === people[name])
  assert.deepEqual([rows.length, of('pat')?.address, of('pat')?.outcome], [3, at('pat'), 'sent'])
  assert.deepEqual([of('pat')?.reason, of('pat')?.channel], ['follows everything', 'email'])
  assert.match(of('pat')?.sent_at ?? '', /^\d{4}-\d\d-\d\dT/)
  assert.deepEqual([of('lee')?.outcome, of('lee')?.reason], ['skipped', `'=HYPERLINK("x")`])
  const editor: Context = { ...ctx, actor: { kind: 'user', id: 'bob', name: 'Bob', role: 'editor' } }
  const masked = await rowsOf(editor, update.id)
  assert.ok(masked.every(({ address }) => /^.•••@csv\.example$/.test(address ?? '')))
  assert.equal(masked.find((row) => row.subscriber === people.lee)?.detail, '550 <l•••@csv.example> unknown')
  const { data } = await ctx.db
    .selectFrom('events')
    .select('data')
    .where('kind', '=', 'deliveries.exported')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  assert.deepEqual(data, { addresses: 'masked' })
})

test('the console explains one subscriber and one post step by step, from the list of who was told', async () => {
  const { ctx, open, work, people, at } = await setUp('explain')
  const { id, update } = await open()
  await work()
  const { see } = testConsole(ctx, deliveryPages)
  const list = await see(`/console/deliveries/updates/${update.id}`)
  const path = `/console/deliveries/explain/${update.id}/${people.lee}`
  shows(list, new RegExp(`href="${path}".*export\\.csv|export\\.csv.*href="${path}"`, 's'))
  const page = await see(path)
  shows(page, /Not told of the post: does not follow an affected component\./)
  shows(
    page,
    /Do they follow what it concerns\?.*No.*Does not follow an affected component\..*They would have to follow/s,
  )
  shows(page, new RegExp(at('lee')))
  hides(page, /something has been changed since/)
  await ctx.db.updateTable('subscribers').set({ all_components: true }).where('id', '=', people.lee).execute()
  shows(await see(path), /something has been changed since/)
  await withdrawUpdate(ctx, id, update.id, { reason: 'Wrong.', notify: true })
  await work()
  shows(await see(path), /Withdrawal.*was not told of the post/is)
})
