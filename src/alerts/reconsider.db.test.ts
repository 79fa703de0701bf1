import assert from 'node:assert/strict'
import { test } from 'node:test'
import { approveDraft, editDraft, rejectDraft } from '../drafts/decide.ts'
import { publishOverdue } from '../drafts/publish-due.ts'
import { muteSource } from '../hooks/mute.ts'
import { openIncident } from '../incidents/open.ts'
import { postUpdate } from '../incidents/post-update.ts'
import type { Context } from '../lib/context.ts'
import { advanceOverdue } from '../maintenances/advance.ts'
import { scheduleMaintenance } from '../maintenances/schedule.ts'
import { pauseAutomation, resumeAutomation } from '../rules/automation.ts'
import { muteRule } from '../rules/mute.ts'
import type { RuleOptions } from '../test/acme.ts'
import { alertOf } from '../test/acme.ts'
import { drafts, incidents, setScene } from '../test/alert-scene.ts'
import { testDatabase } from '../test/database.ts'
import { receiveAlert } from './receive.ts'
import { reconsiderUnsaid } from './reconsider.ts'

const database = await testDatabase()
const minute = 60_000

async function setUp(options: RuleOptions) {
  const scene = await setScene(database, options)
  const { ctx, page, us } = scene
  const alert = (key: string) =>
    ctx.db
      .selectFrom('alerts')
      .selectAll()
      .where('org_id', '=', ctx.org)
      .where('key', '=', key)
      .where('open', '=', true)
      .executeTakeFirst()
  const theirs = () =>
    openIncident(ctx, {
      page,
      title: 'Ours',
      status: 'investigating',
      body: 'On it.',
      components: { [us]: 'major_outage' },
    })
  return { ...scene, alert, theirs, again: () => reconsiderUnsaid(ctx) }
}

type Scene = Awaited<ReturnType<typeof setUp>>
const until = (ctx: Context, minutes: number) => new Date(ctx.now().getTime() + minutes * minute).toISOString()
const openOf = async (ctx: Context) => (await incidents(ctx)).filter((i) => i.automatic && i.resolved_at === null)
const current = async ({ ctx, source }: Scene) =>
  ctx.db.selectFrom('sources').selectAll().where('id', '=', source.id).executeTakeFirstOrThrow()
const fireAsIs = async (scene: Scene) =>
  receiveAlert(scene.ctx, await current(scene), null, alertOf('a', 'firing', { occurrence: '1' }))

/** What keeps an alert from readers, how that ends, and what the alert says why it was put to the rules again. */
const silences: Record<string, { begin: (scene: Scene) => Promise<() => Promise<unknown>>; why: RegExp }> = {
  'the mute of its rule, by hand': {
    begin: async ({ ctx, rule }) => {
      await muteRule(ctx, rule, { until: until(ctx, 60) })
      return () => muteRule(ctx, rule, { until: null })
    },
    why: /^Its rule is muted no longer\. The rule posts at once\.$/,
  },
  'the mute of its rule, by itself': {
    begin: async ({ ctx, rule, clock }) => {
      await muteRule(ctx, rule, { until: until(ctx, 10) })
      return async () => clock.advance(10 * minute)
    },
    why: /^Its rule is muted no longer\./,
  },
  'the mute of its source': {
    begin: async ({ ctx, source }) => {
      await muteSource(ctx, source.id, { until: until(ctx, 60) })
      return () => muteSource(ctx, source.id, { until: null })
    },
    why: /^Its source is muted no longer\./,
  },
  'the pause of automation': {
    begin: async ({ ctx }) => {
      await pauseAutomation(ctx)
      return () => resumeAutomation(ctx)
    },
    why: /^Automation is paused no longer\./,
  },
  'an incident of a person': {
    begin: async ({ ctx, theirs }) => {
      const { id } = await theirs()
      return () => postUpdate(ctx, id, { status: 'resolved', body: 'Over.' })
    },
    why: /has ended, and it still fires\. The rule posts at once\.$/,
  },
  'planned work': {
    begin: async ({ ctx, clock, page, us }) => {
      await scheduleMaintenance(ctx, {
        page,
        title: 'Work',
        body: 'We work.',
        scheduledFor: until(ctx, 1),
        scheduledUntil: until(ctx, 30),
        components: [us],
        notify: false,
      })
      clock.advance(minute)
      await advanceOverdue(ctx)
      return async () => {
        clock.advance(29 * minute)
        await advanceOverdue(ctx)
      }
    },
    why: /planned work that it had joined has ended/,
  },
}

for (const [name, { begin, why }] of Object.entries(silences)) {
  test(`what still fires is said once ${name} has ended, and not before`, async () => {
    const scene = await setUp({ mode: 'auto' })
    const { ctx, clock, again, alert } = scene
    const end = await begin(scene)
    await fireAsIs(scene)
    clock.advance(1000)
    await again()
    assert.deepEqual(await openOf(ctx), [])
    assert.equal((await alert('a'))!.reconsidered_at, null)
    await end()
    assert.equal((await fireAsIs(scene)).duplicate, true)
    await Promise.all([again(), again()])
    const [incident, ...more] = await openOf(ctx)
    assert.ok(incident)
    assert.deepEqual(more, [])
    const now = (await alert('a'))!
    assert.deepEqual([now.outcome, now.incident_id, now.reconsidered_at], ['published', incident.id, ctx.now()])
    assert.match(now.reason!, why)
    await scene.send('a', 'resolved', { occurrence: '1' })
    assert.deepEqual(await openOf(ctx), [])
  })

  test(`what has recovered is not said once ${name} has ended`, async () => {
    const scene = await setUp({ mode: 'auto' })
    const end = await begin(scene)
    await fireAsIs(scene)
    await scene.send('a', 'resolved', { occurrence: '1' })
    await end()
    await scene.again()
    assert.deepEqual(await openOf(scene.ctx), [])
  })

  test(`a hold begins when ${name} has ended`, async () => {
    const scene = await setUp({ mode: 'hold', holdFor: 300 })
    const { ctx, clock, again } = scene
    const end = await begin(scene)
    await fireAsIs(scene)
    clock.advance(1000)
    await end()
    await again()
    const held = (await drafts(ctx)).filter((draft) => draft.state === 'held')
    assert.deepEqual(
      held.map((draft) => draft.due_at),
      [new Date(ctx.now().getTime() + 300_000)],
    )
    clock.advance(300_000)
    await publishOverdue(ctx)
    assert.equal((await openOf(ctx)).length, 1)
  })
}

test('one silence after the other: it is said when the last has ended', async () => {
  const scene = await setUp({ mode: 'auto' })
  const { ctx, rule, source, again, alert, theirs } = scene
  await muteSource(ctx, source.id, { until: until(ctx, 60) })
  await fireAsIs(scene)
  await muteRule(ctx, rule, { until: until(ctx, 60) })
  await muteSource(ctx, source.id, { until: null })
  await again()
  assert.equal((await alert('a'))!.unsaid_while, 'rule_muted')
  const { id } = await theirs()
  await muteRule(ctx, rule, { until: null })
  await again()
  assert.deepEqual([(await alert('a'))!.outcome, (await alert('a'))!.incident_id], ['absorbed', id])
  await pauseAutomation(ctx)
  await postUpdate(ctx, id, { status: 'resolved', body: 'Over.' })
  await again()
  assert.equal((await alert('a'))!.outcome, 'awaiting_approval')
  await resumeAutomation(ctx)
  await again()
  assert.equal((await openOf(ctx)).length, 1)
  assert.equal((await drafts(ctx)).filter((draft) => draft.state === 'awaiting_approval').length, 0)
})

test('a held draft that asked because of a mute, and what has joined it, is held anew', async () => {
  const { ctx, clock, rule, send, again } = await setUp({ mode: 'hold', holdFor: 60 })
  await send('a', 'firing')
  await send('b', 'firing')
  await muteRule(ctx, rule, { until: until(ctx, 10) })
  clock.advance(minute)
  await publishOverdue(ctx)
  clock.advance(9 * minute)
  await again()
  const all = await drafts(ctx)
  assert.deepEqual(
    all.map((draft) => draft.state),
    ['cancelled', 'held'],
  )
  const alerts = await ctx.db.selectFrom('alerts').selectAll().where('org_id', '=', ctx.org).execute()
  assert.ok(alerts.every((one) => one.draft_id === all[1]!.id && one.outcome === 'held'))
})

test('a person’s word about a draft holds: edited it waits for them, rejected it is silent, approved it is said once', async () => {
  for (const [decide, state, open] of [
    [(ctx: Context, id: string) => editDraft(ctx, id, { body: 'Mine.' }), 'awaiting_approval', 0],
    [rejectDraft, 'rejected', 0],
    [approveDraft, 'published', 1],
  ] as const) {
    const { ctx, send, again } = await setUp({ mode: 'auto', position: open + state.length })
    await pauseAutomation(ctx)
    await send('a', 'firing')
    await decide(ctx, (await drafts(ctx))[0]!.id)
    await resumeAutomation(ctx)
    await again()
    assert.deepEqual([(await drafts(ctx)).map((draft) => draft.state), (await openOf(ctx)).length], [[state], open])
  }
})

test('a rule that asks a person asks once, paused or not', async () => {
  const { ctx, send, again } = await setUp({ mode: 'approve' })
  await pauseAutomation(ctx)
  await send('a', 'firing')
  await resumeAutomation(ctx)
  await again()
  assert.deepEqual(
    (await drafts(ctx)).map((draft) => draft.state),
    ['awaiting_approval'],
  )
})

test('what was said in an incident that a person ended is not said again; what only joined it is', async () => {
  const { ctx, send, again, alert } = await setUp({ mode: 'auto' })
  const first = await send('a', 'firing', { occurrence: '1' })
  await postUpdate(ctx, first.incident!, { status: 'identified', body: 'We found it.' })
  await again()
  await postUpdate(ctx, first.incident!, { status: 'resolved', body: 'Over.' })
  await again()
  assert.deepEqual(await openOf(ctx), [])
  await send('a', 'resolved', { occurrence: '1' })
  const second = await send('c', 'firing')
  await postUpdate(ctx, second.incident!, { status: 'identified', body: 'We found it.' })
  await send('d', 'firing', { occurrence: '1' })
  await send('d', 'firing', { occurrence: '2' })
  await postUpdate(ctx, second.incident!, { status: 'resolved', body: 'Over.' })
  await again()
  assert.deepEqual(
    (await openOf(ctx)).map(({ id }) => id),
    [(await alert('d'))!.incident_id],
  )
})
