import { test } from 'node:test'
import fc from 'fast-check'
import { changeComponent } from '../components/change.ts'
import { type ComponentStatus, componentStatuses } from '../components/status.ts'
import { cancelDraftsOfEnded } from '../drafts/cancel-ended.ts'
import { approveDraft, rejectDraft } from '../drafts/decide.ts'
import { publishOverdue } from '../drafts/publish-due.ts'
import { findSource } from '../hooks/find.ts'
import { muteSource } from '../hooks/mute.ts'
import { openIncident } from '../incidents/open.ts'
import { postUpdate } from '../incidents/post-update.ts'
import { advanceOverdue } from '../maintenances/advance.ts'
import { scheduleMaintenance } from '../maintenances/schedule.ts'
import { pauseAutomation, resumeAutomation } from '../rules/automation.ts'
import { muteRule } from '../rules/mute.ts'
import { acme, addRule, alertOf } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { checkPromises } from '../test/promises.ts'
import { receiveAlert } from './receive.ts'
import { reconsiderUnsaid } from './reconsider.ts'
import { resolveOverdue } from './resolve-quiet.ts'

const database = await testDatabase()

const which = fc.nat(7)
const key = fc.constantFrom('a1', 'a1', 'a2', 'h1', 'h1', 'h2', 'q1')
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('fire' as const), key, again: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('recover' as const), key, late: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('pass' as const), minutes: fc.constantFrom(1, 4, 11) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('approve' as const, 'reject' as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('open' as const), which }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('post' as const), which, ends: fc.boolean(), names: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('byHand' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pause' as const), on: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('mute' as const), which: fc.nat(3), minutes: fc.constantFrom(0, 3, 30) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('plan' as const), which, minutes: fc.constantFrom(2, 6) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('match' as const), mode: fc.constantFrom('a*', 'h*', 'x*') }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const incidentPhases = ['resolved', 'identified'] as const
let worlds = 0

async function world() {
  const { ctx, clock } = await testContext(database, { seed: `world ${worlds++}` })
  const place = await acme(ctx)
  const rules = [
    await addRule(ctx, place.page, { component: place.us, mode: 'auto', match: { key: 'a*' }, position: 1 }),
    await addRule(ctx, place.page, { component: place.eu, mode: 'hold', match: { key: 'h*' }, position: 2 }),
    await addRule(ctx, place.page, { component: place.payments, mode: 'approve', match: { key: 'q*' }, position: 3 }),
  ]
  const components = [place.us, place.eu, place.payments, place.api]
  let occurrences = 0
  const later = (minutes: number) => new Date(ctx.now().getTime() + minutes * 60_000).toISOString()
  const pick = <T>(from: readonly T[], n: number): T | undefined => from[n % Math.max(1, from.length)]
  const send = async (key: string, state: 'firing' | 'resolved', occurrence: string | null) =>
    receiveAlert(ctx, await findSource(ctx, place.source.id), null, alertOf(key, state, { occurrence }))
  const openIncidents = () =>
    ctx.db
      .selectFrom('incidents')
      .select(['id', 'kind'])
      .where('org_id', '=', ctx.org)
      .where('resolved_at', 'is', null)
      .orderBy('created_at')
      .orderBy('id')
      .execute()
  const waiting = () =>
    ctx.db
      .selectFrom('drafts')
      .select('id')
      .where('org_id', '=', ctx.org)
      .where('state', 'in', ['held', 'awaiting_approval'])
      .orderBy('created_at')
      .orderBy('id')
      .execute()
  const jobs = async () => {
    await publishOverdue(ctx)
    await resolveOverdue(ctx)
    await advanceOverdue(ctx)
    const ended = await ctx.db
      .selectFrom('incidents')
      .select('id')
      .where('org_id', '=', ctx.org)
      .where('resolved_at', 'is not', null)
      .execute()
    for (const { id } of ended) await cancelDraftsOfEnded(ctx, id)
    await reconsiderUnsaid(ctx)
  }

  async function take(step: Step) {
    if (step.do === 'fire') await send(step.key, 'firing', step.again ? `${++occurrences}` : null)
    if (step.do === 'recover') await send(step.key, 'resolved', step.late ? `${occurrences}` : null)
    if (step.do === 'pass') clock.advance(step.minutes * 60_000)
    if (step.do === 'approve' || step.do === 'reject') {
      const draft = pick(await waiting(), step.which)
      if (draft) await (step.do === 'approve' ? approveDraft : rejectDraft)(ctx, draft.id)
    }
    if (step.do === 'open')
      await openIncident(ctx, {
        page: place.page,
        title: 'Ours',
        status: 'investigating',
        body: 'We are on it.',
        components: { [pick(components, step.which)!]: pick(componentStatuses, step.which)! },
      })
    if (step.do === 'post') {
      const incident = pick(await openIncidents(), step.which)
      const named = { [pick(components, step.which)!]: pick(componentStatuses, step.which + 1)! as ComponentStatus }
      const phases = incident?.kind === 'maintenance' ? (['completed', 'verifying'] as const) : incidentPhases
      const status = phases[step.ends ? 0 : 1]
      if (incident) await postUpdate(ctx, incident.id, { status, body: 'News.', components: step.names ? named : {} })
    }
    if (step.do === 'byHand')
      await changeComponent(ctx, pick(components, step.which)!, { status: pick(componentStatuses, step.which)! })
    if (step.do === 'pause') await (step.on ? pauseAutomation : resumeAutomation)(ctx)
    if (step.do === 'mute') {
      const until = step.minutes === 0 ? null : later(step.minutes)
      const rule = rules[step.which]
      await (rule ? muteRule(ctx, rule, { until }) : muteSource(ctx, place.source.id, { until }))
    }
    if (step.do === 'plan')
      await scheduleMaintenance(ctx, {
        page: place.page,
        title: 'Work',
        body: 'We work.',
        scheduledFor: later(1),
        scheduledUntil: later(step.minutes),
        components: [pick(components, step.which)!],
        notify: true,
      })
    if (step.do === 'match')
      await ctx.db
        .updateTable('rules')
        .set({ match: JSON.stringify({ key: step.mode }) })
        .where('id', '=', rules[0]!)
        .execute()
    await jobs()
    clock.advance(1000)
  }
  return { ctx, take }
}

test('whatever happens in whatever order, the promises about drafts, incidents and the ledger hold', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60, size: 'max' }), async (steps) => {
      const { ctx, take } = await world()
      for (const step of steps) {
        await take(step)
        await checkPromises(ctx)
      }
    }),
    { numRuns: 5, seed: 20_260_302, endOnFailure: true },
  )
})
