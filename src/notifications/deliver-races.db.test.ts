import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withdrawUpdate } from '../incidents/correct-update.ts'
import { postUpdate } from '../incidents/post-update.ts'
import { fanOutStage, lines, noMail } from '../test/fan-out.ts'
import { announce } from './announce.ts'
import { claim } from './claim.ts'
import { fanOut } from './fan-out.ts'
import { writeSettled } from './settle.ts'
import { wakeLanes } from './wake.ts'

const { setUp, received } = await fanOutStage()

test('what failed for now while newer news was chosen is not tried again: the news goes at once', async () => {
  const { ctx, page, work, open, ledger } = await setUp('in-flight')
  const { id } = await open()
  await work(noMail)
  const lane = { name: 'first', page, channel: 'email' } as const
  const leaving = await claim(ctx, lane, { process: 'this-process', count: 10 })
  await postUpdate(ctx, id, { status: 'resolved', body: 'Over.' })
  await work(noMail)
  const later = new Date(ctx.now().getTime() + 3_600_000)
  const claimedAt = ctx.now()
  const busy = { state: 'queued', reason: null, detail: '450 busy', tried: true, nextAttemptAt: later } as const
  await writeSettled(
    ctx,
    'this-process',
    leaving.map((one) => ({ ...busy, id: one.id, claimedAt })),
  )
  await wakeLanes(ctx)
  await work()
  assert.deepEqual(received(), ['kim: Resolved', 'pat: Resolved'])
  const states = await lines(ledger())
  assert.ok(states.includes('kim 1 superseded') && states.includes('pat 1 superseded'), states.join())
})

test('a post that was withdrawn before anybody chose does not silence the one before it', async () => {
  const { ctx, work, open } = await setUp('withdrawn')
  const { id } = await open()
  const { id: second } = await postUpdate(ctx, id, { status: 'identified', body: 'Wrong.' })
  await withdrawUpdate(ctx, id, second, { reason: 'A mistake.', notify: false })
  await work()
  assert.deepEqual(received(), ['kim: Investigating', 'pat: Investigating'])
})

test('a post that is chosen late is not told to who has heard a newer one, be that taken back by then', async () => {
  const { ctx, work, open } = await setUp('late')
  const { id, update } = await open()
  const { id: second } = await postUpdate(ctx, id, { status: 'identified', body: 'Wrong.' })
  const events = await ctx.db
    .selectFrom('events')
    .select(['id', 'subject_id'])
    .where('subject_id', 'in', [update.id, second])
    .where('kind', '=', 'update.posted')
    .orderBy('id')
    .execute()
  for (const event of events) await announce(ctx, event.id)
  const announced = await ctx.db
    .selectFrom('announcements')
    .select(['id', 'update_id'])
    .where('incident_id', '=', id)
    .execute()
  // The choice for the first one failed.
  const late = announced.find((one) => one.update_id === update.id)!.id
  await ctx.db.updateTable('announcements').set({ chosen_at: ctx.now() }).where('id', '=', late).execute()
  await work()
  assert.deepEqual(received(), ['kim: Identified', 'pat: Identified'])
  await withdrawUpdate(ctx, id, second, { reason: 'A mistake.', notify: false })
  await ctx.db.updateTable('announcements').set({ chosen_at: null }).where('id', '=', late).execute()
  await fanOut(ctx, { announcement: late })
  await wakeLanes(ctx)
  await work()
  assert.deepEqual(received(), ['kim: Identified', 'pat: Identified'])
})
