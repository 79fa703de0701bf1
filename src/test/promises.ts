import assert from 'node:assert/strict'
import { type ComponentStatus, worst } from '../components/status.ts'
import type { Context } from '../lib/context.ts'
import { checkUnsaid } from './unsaid.ts'

/** What must be true at every moment, whoever did what in which order. */
export async function checkPromises(ctx: Context) {
  const world = await look(ctx)
  checkIncidents(world)
  checkDrafts(world)
  checkAlerts(world)
  checkStatuses(world)
  checkLedger(world)
  checkEvents(world)
  await checkUnsaid(ctx)
}

type World = Awaited<ReturnType<typeof look>>

async function look(ctx: Context) {
  const incidents = await ctx.db.selectFrom('incidents').selectAll().where('org_id', '=', ctx.org).execute()
  return {
    incidents,
    affected: await ctx.db
      .selectFrom('incident_components as ic')
      .innerJoin('incidents as i', 'i.id', 'ic.incident_id')
      .selectAll('ic')
      .where('i.org_id', '=', ctx.org)
      .execute(),
    drafts: await ctx.db.selectFrom('drafts').selectAll().where('org_id', '=', ctx.org).execute(),
    alerts: await ctx.db.selectFrom('alerts').selectAll().where('org_id', '=', ctx.org).execute(),
    components: await ctx.db.selectFrom('components').selectAll().where('org_id', '=', ctx.org).execute(),
    intervals: await ctx.db
      .selectFrom('status_intervals')
      .selectAll()
      .where('org_id', '=', ctx.org)
      .where('superseded_at', 'is', null)
      .orderBy('starts_at')
      .orderBy('id')
      .execute(),
    updates: await ctx.db.selectFrom('incident_updates').selectAll().where('org_id', '=', ctx.org).execute(),
    events: await ctx.db.selectFrom('events').select(['kind', 'subject_id']).where('org_id', '=', ctx.org).execute(),
  }
}

const isWaiting = ({ state }: World['drafts'][number]) => state === 'held' || state === 'awaiting_approval'

function checkIncidents({ incidents, alerts, drafts }: World) {
  const open = incidents.filter((i) => i.automatic && i.resolved_at === null)
  const places = open.map((i) => `${i.rule_id} ${i.rule_component_id}`)
  assert.equal(new Set(places).size, places.length, 'one open incident per rule and component')
  for (const incident of open) {
    const fires = alerts.some((a) => a.open && a.incident_id === incident.id)
    const recovery = drafts.some(
      (d) => d.incident_id === incident.id && d.kind === 'recovery' && d.state !== 'cancelled',
    )
    assert.ok(fires || recovery || incident.quiet_until, 'an incident that nothing fires for will end, or asks')
  }
}

function checkDrafts({ drafts, alerts, incidents }: World) {
  for (const draft of drafts.filter(isWaiting)) {
    assert.equal(draft.state === 'held', draft.due_at !== null)
    if (draft.kind === 'opening')
      assert.ok(
        alerts.some((a) => a.open && a.draft_id === draft.id),
        'something still fires behind a draft that waits',
      )
    else assert.equal(incidents.find((i) => i.id === draft.incident_id)?.resolved_at, null, 'its incident is open')
  }
  const places = drafts
    .filter(isWaiting)
    .map((d) => `${d.kind} ${d.rule_id} ${d.component_id} ${d.kind === 'recovery' ? d.incident_id : ''}`)
  assert.equal(new Set(places).size, places.length, 'one waiting draft per rule and component')
}

function checkAlerts({ alerts, drafts, incidents }: World) {
  const keys = alerts.filter((a) => a.open).map((a) => a.key)
  assert.equal(new Set(keys).size, keys.length, 'one open firing per key')
  for (const alert of alerts) {
    const draft = drafts.find((d) => d.id === alert.draft_id)
    const incident = incidents.find((i) => i.id === alert.incident_id)
    const { outcome } = alert
    if (outcome === 'held' || outcome === 'awaiting_approval') assert.equal(draft?.state, outcome)
    if (outcome === 'published') assert.ok(draft?.state === 'published' && incident, 'published means published')
    if (outcome === 'resolved') assert.ok(draft?.kind === 'recovery' && draft.state === 'published')
    if (outcome === 'absorbed') assert.ok(draft || incident, 'absorbed by something')
    if (outcome === 'cancelled') assert.equal(draft?.state, 'cancelled')
    if (alert.open && draft && isWaiting(draft) && draft.kind === 'opening') assert.equal(alert.outcome, draft.state)
  }
}

function checkStatuses({ components, incidents, affected }: World) {
  const open = new Set(incidents.filter((i) => i.resolved_at === null && i.status !== 'scheduled').map((i) => i.id))
  for (const component of components) {
    const causes = affected.filter((a) => a.component_id === component.id && open.has(a.incident_id))
    const statuses = [component.base_status, ...causes.map((a) => a.status)] as ComponentStatus[]
    assert.equal(component.status, worst(statuses), `${component.key} shows the worst of what is behind it`)
  }
}

function checkLedger({ components, intervals }: World) {
  for (const component of components) {
    const rows = intervals.filter((row) => row.component_id === component.id)
    for (const [i, row] of rows.entries())
      assert.deepEqual(row.ends_at, rows[i + 1]?.starts_at ?? null, 'each interval ends where the next one begins')
    assert.equal(rows.at(-1)?.status, component.status)
  }
}

function checkEvents({ events, updates, drafts, alerts, incidents }: World) {
  const said = (kind: string, id: string) => events.filter((e) => e.kind === kind && e.subject_id === id).length
  for (const { id } of updates) assert.equal(said('update.posted', id), 1)
  for (const { id } of incidents) assert.equal(said('incident.opened', id), 1)
  for (const { id } of alerts) assert.equal(said('alert.received', id), 1)
  for (const { id, state } of drafts) if (!/held|awaiting/.test(state)) assert.equal(said(`draft.${state}`, id), 1)
}
