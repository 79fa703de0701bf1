import assert from 'node:assert/strict'
import { test } from 'node:test'
import { correctUpdate, withdrawUpdate } from '../incidents/correct-update.ts'
import { postUpdate } from '../incidents/post-update.ts'
import type { Context } from '../lib/context.ts'
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
  await failForNow(ctx, leaving)
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

test('a correction that is chosen late is not told to who has heard a newer post', async () => {
  const { ctx, clock, work, open, ledger } = await setUp('late-correction')
  const { id, update } = await open()
  await work()
  await correctUpdate(ctx, id, update.id, { body: 'It is rather slow.', notify: true })
  const event = await ctx.db
    .selectFrom('events')
    .select('id')
    .where('subject_id', '=', update.id)
    .where('kind', '=', 'update.corrected')
    .executeTakeFirstOrThrow()
  await announce(ctx, event.id)
  // The choice for it failed, and nobody waits for that any more.
  const late = ctx.db.updateTable('announcements').where('event_id', '=', event.id)
  await late.set({ chosen_at: ctx.now() }).execute()
  clock.advance(11 * 60_000)
  await postUpdate(ctx, id, { status: 'identified', body: 'Found.' })
  await work()
  await late.set({ chosen_at: null }).execute()
  const { id: again } = await ctx.db
    .selectFrom('announcements')
    .select('id')
    .where('event_id', '=', event.id)
    .executeTakeFirstOrThrow()
  await fanOut(ctx, { announcement: again })
  await wakeLanes(ctx)
  await work()
  assert.deepEqual(received(), ['kim: Identified', 'kim: Investigating', 'pat: Identified', 'pat: Investigating'])
  const rows = (await ledger()).filter(({ kind, name }) => kind === 'correction' && name !== 'lee')
  assert.deepEqual(
    rows.map(({ state }) => state),
    ['superseded', 'superseded'],
  )
})

test('what fails for now is tried again where the newer post was taken back before it left', async () => {
  const { ctx, page, clock, work, open, ledger } = await setUp('taken-back')
  const { id } = await open()
  await work(noMail)
  const lane = { name: 'first', page, channel: 'email' } as const
  const leaving = await claim(ctx, lane, { process: 'this-process', count: 10 })
  const { id: second } = await postUpdate(ctx, id, { status: 'identified', body: 'Wrong.' })
  await work(noMail)
  await withdrawUpdate(ctx, id, second, { reason: 'A mistake.', notify: false })
  await failForNow(ctx, leaving)
  for (let i = 0; i < 2; i++) {
    clock.advance(3_600_000)
    await wakeLanes(ctx)
    await work()
  }
  assert.deepEqual(received(), ['kim: Investigating', 'pat: Investigating'])
  assert.ok((await lines(ledger())).includes('kim 2 skipped'))
})

test('a post is taken back while it leaves and fails: whoever never had it does not hear of that', async () => {
  const { ctx, page, clock, work, open, ledger } = await setUp('never-had')
  // Nobody has changed anything of late.
  clock.advance(60_000)
  const { id, update } = await open()
  await work(noMail)
  const lane = { name: 'first', page, channel: 'email' } as const
  const leaving = await claim(ctx, lane, { process: 'this-process', count: 10 })
  await withdrawUpdate(ctx, id, update.id, { reason: 'A mistake.', notify: true })
  await work(noMail)
  await failForNow(ctx, leaving)
  for (let i = 0; i < 2; i++) {
    clock.advance(3_600_000)
    await wakeLanes(ctx)
    await work()
  }
  assert.deepEqual(received(), [])
  const said = (await ledger()).filter(({ kind, name }) => kind === 'withdrawal' && name === 'kim')
  assert.match(said.map(({ state, reason }) => `${state}: ${reason}`).join(), /^skipped: .*was not told of the post$/)
})

for (const kind of ['correction', 'withdrawal'] as const)
  test(`a ${kind} is told where the newer post that had taken its place is taken back before it leaves`, async () => {
    const { ctx, work, open, ledger } = await setUp(`replaced-${kind}`)
    const { id, update } = await open()
    await work()
    if (kind === 'correction') await correctUpdate(ctx, id, update.id, { body: 'It is rather slow.', notify: true })
    else await withdrawUpdate(ctx, id, update.id, { reason: 'It was never slow.', notify: true })
    await work(noMail)
    const { id: second } = await postUpdate(ctx, id, { status: 'identified', body: 'Wrong.' })
    await work(noMail)
    await withdrawUpdate(ctx, id, second, { reason: 'A mistake.', notify: false })
    await wakeLanes(ctx)
    await work()
    const rows = (await ledger()).filter((row) => row.kind === kind && row.name !== 'lee')
    assert.deepEqual(
      rows.map(({ state }) => state),
      ['sent', 'sent'],
    )
  })

test('nothing older comes back where one that may have arrived was taken back, and another one after it', async () => {
  const { ctx, page, work, open } = await setUp('may-have-arrived')
  const { id } = await open()
  await work(noMail)
  const { id: second } = await postUpdate(ctx, id, { status: 'identified', body: 'Wrong.' })
  await work(noMail)
  const lane = { name: 'first', page, channel: 'email' } as const
  await failForNow(ctx, await claim(ctx, lane, { process: 'this-process', count: 10 }))
  const { id: third } = await postUpdate(ctx, id, { status: 'identified', body: 'Wrong too.' })
  await work(noMail)
  for (const update of [second, third]) await withdrawUpdate(ctx, id, update, { reason: 'A mistake.', notify: false })
  await wakeLanes(ctx)
  await work()
  assert.deepEqual(received(), [])
})

test('a post that is chosen late is not told to who may have heard a newer one that was taken back since', async () => {
  const { ctx, page, clock, work, open, ledger } = await setUp('late-and-unsure')
  const { id, update } = await open()
  const first = await announcementOf(ctx, update.id)
  await ctx.db.updateTable('announcements').set({ chosen_at: ctx.now() }).where('id', '=', first).execute()
  const { id: second } = await postUpdate(ctx, id, { status: 'identified', body: 'Wrong.' })
  await work(noMail)
  const lane = { name: 'first', page, channel: 'email' } as const
  await failForNow(ctx, await claim(ctx, lane, { process: 'this-process', count: 10 }))
  await withdrawUpdate(ctx, id, second, { reason: 'A mistake.', notify: false })
  clock.advance(3_600_000)
  await wakeLanes(ctx)
  await work()
  await ctx.db.updateTable('announcements').set({ chosen_at: null }).where('id', '=', first).execute()
  await fanOut(ctx, { announcement: first })
  await wakeLanes(ctx)
  await work()
  assert.deepEqual(received(), [])
  assert.ok((await lines(ledger())).includes('kim 1 superseded'))
})

test('a correction is not chosen before the post that it corrects', async () => {
  const { ctx, open, ledger } = await setUp('too-early')
  const { id, update } = await open()
  const post = await announcementOf(ctx, update.id)
  await correctUpdate(ctx, id, update.id, { body: 'It is rather slow.', notify: true })
  const correction = await announcementOf(ctx, update.id, 'update.corrected')
  const chosen: number[] = []
  for (const announcement of [correction, post, correction]) {
    await fanOut(ctx, { announcement })
    chosen.push((await ledger()).filter(({ kind }) => kind === 'correction').length)
  }
  assert.deepEqual(chosen, [0, 0, 3])
})

/** Announces a post, or what was done to it, before its turn. */
async function announcementOf(
  ctx: Context,
  update: string,
  kind: 'update.posted' | 'update.corrected' = 'update.posted',
): Promise<string> {
  const event = await ctx.db
    .selectFrom('events')
    .select('id')
    .where('subject_id', '=', update)
    .where('kind', '=', kind)
    .executeTakeFirstOrThrow()
  await announce(ctx, event.id)
  const { id } = await ctx.db
    .selectFrom('announcements')
    .select('id')
    .where('event_id', '=', event.id)
    .executeTakeFirstOrThrow()
  return id
}

/** By the channel's answer. */
async function failForNow(ctx: Context, leaving: readonly { id: string }[]) {
  const nextAttemptAt = new Date(ctx.now().getTime() + 60_000)
  const busy = { state: 'queued', reason: null, detail: '450 busy', tried: true, nextAttemptAt } as const
  await writeSettled(
    ctx,
    'this-process',
    leaving.map((one) => ({ ...busy, id: one.id, claimedAt: ctx.now() })),
  )
}
