import { componentIds } from '../components/find.ts'
import { lockComponents, settleStatus } from '../components/settle.ts'
import { type ComponentStatus, impactOf } from '../components/status.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict, InvalidInput } from '../lib/errors.ts'
import { type Incident, lockIncident } from './find.ts'
import { postNote } from './note.ts'
import { refuseUnseen } from './unseen.ts'
import { incidentStatuses, isEnd, maintenanceStatuses } from './words.ts'
import { type NewUpdate, writeUpdate } from './write-update.ts'

export type { NewUpdate }

export type Posting = { automatic: boolean; created?: boolean }

/**
 * Posts an update on an incident: its phase, its text, and what it does to the components, in one transaction. Ending
 * an incident gives its components back to whatever else is open on them.
 */
export async function postUpdate(
  outer: Context,
  incidentId: string,
  input: NewUpdate,
  posting: Posting = { automatic: false },
) {
  return transaction(outer, async (ctx) => {
    const incident = await lockIncident(ctx, incidentId)
    checkPhase(incident, input.status)
    await refuseUnseen(ctx, incident.id, input.after)
    if (input.audiences && !input.audiences.includes('everyone')) return postNote(ctx, incident, input)
    const before = await affected(ctx, incident.id)
    const named = await componentIds(ctx, incident.page_id, input.components ?? {})
    const after = new Map([...before, ...named])
    await lockComponents(ctx, [...after.keys()])
    await setByHand(ctx, named, isEnd(input.status))
    await writeAffected(ctx, incident.id, after, isEnd(input.status))
    await advance(ctx, incident, input, posting, [...after.values()])
    const changes = await settleStatus(ctx, [...after.keys()], { incident: incident.id })
    return writeUpdate(ctx, incident, { ...input, audiences: null }, posting.automatic, changes)
  })
}

function checkPhase(incident: Incident, status: string) {
  const phases: readonly string[] = {
    incident: incidentStatuses,
    maintenance: maintenanceStatuses,
    notice: ['posted'],
  }[incident.kind as 'incident']
  if (!phases.includes(status))
    throw new InvalidInput('This status does not fit.', [
      { pointer: '/status', detail: `expected one of ${phases.join(', ')}` },
    ])
}

async function affected(ctx: Context, incident: string): Promise<Map<string, ComponentStatus>> {
  const rows = await ctx.db
    .selectFrom('incident_components')
    .select(['component_id', 'status'])
    .where('incident_id', '=', incident)
    .execute()
  return new Map(rows.map((row) => [row.component_id, row.status as ComponentStatus]))
}

/** What an update says last about a component holds on: "operational" ends what was set by hand, and the end of an incident leaves what it names. */
async function setByHand(ctx: Context, named: Map<string, ComponentStatus>, ends: boolean) {
  for (const [id, status] of named) {
    if (!ends && status !== 'operational') continue
    await ctx.db
      .updateTable('components')
      .set({ base_status: status })
      .where('id', '=', id)
      .where('org_id', '=', ctx.org)
      .execute()
  }
}

/** What the last post that does not end it says of a component counts for the incident's impact. */
async function writeAffected(ctx: Context, incident: string, statuses: Map<string, ComponentStatus>, ends: boolean) {
  if (statuses.size === 0) return
  await ctx.db
    .insertInto('incident_components')
    .values(
      [...statuses].map(([component_id, status]) => ({
        incident_id: incident,
        component_id,
        status,
        counted: ends ? null : status,
      })),
    )
    .onConflict((oc) =>
      oc.columns(['incident_id', 'component_id']).doUpdateSet((eb) => ({
        status: eb.ref('excluded.status'),
        ...(ends ? {} : { counted: eb.ref('excluded.counted') }),
      })),
    )
    .execute()
}

async function advance(
  ctx: Context,
  incident: Incident,
  input: NewUpdate,
  posting: Posting,
  statuses: ComponentStatus[],
) {
  const now = ctx.now()
  const ends = isEnd(input.status)
  await ctx.db
    .updateTable('incidents')
    .set((eb) => ({
      revision: eb('revision', '+', 1),
      status: input.status,
      updated_at: now,
      // A word after the end does not make it last longer.
      resolved_at: ends ? (incident.resolved_at ?? now) : null,
      next_update_at: ends ? null : (input.nextUpdateAt ?? null),
      // A person's post does not end the watch: when it has stayed quiet, somebody is asked whether it is over.
      ...(ends || posting.automatic ? { quiet_until: null } : {}),
      ...(input.status === 'monitoring' ? { monitoring_at: now } : {}),
      ...(incident.impact_chosen || incident.kind !== 'incident' || ends ? {} : { impact: impactOf(statuses) }),
      ...(posting.automatic || posting.created ? {} : { touched_by_person: true }),
      ...(incident.resolved_at && !ends ? { reopened: incident.reopened + 1 } : {}),
    }))
    .where('id', '=', incident.id)
    .execute()
}

/** Refuses work on an incident that has ended. */
export function requireOpen(incident: Incident) {
  if (incident.resolved_at) throw new Conflict('The incident has ended.')
}
