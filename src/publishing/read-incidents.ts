import type { Selectable, Transaction } from 'kysely'
import type { Component } from '../components/find.ts'
import type { Database, Incidents, IncidentUpdates } from '../db/schema.ts'
import { textsIn } from '../incidents/texts.ts'
import type { ComponentStatus, IncidentInfo, UpdateInfo } from './snapshot.ts'

type Db = Transaction<Database>

export type KnownIncident = { id: string; revision: number; info: IncidentInfo }

/** Incidents as they were read last, by id: what has not changed since is not read again. */
export type KnownIncidents = Map<string, KnownIncident>

/** The page's incidents, newest first. Only those that changed since `known` are read whole; it is brought up to date. */
export async function readIncidents(
  db: Db,
  page: string,
  components: readonly Component[],
  known: KnownIncidents,
): Promise<IncidentInfo[]> {
  const heads = await db.selectFrom('incidents').select(['id', 'revision']).where('page_id', '=', page).execute()
  const there = new Set(heads.map((head) => head.id))
  for (const id of known.keys()) if (!there.has(id)) known.delete(id)
  const changed = heads.filter((head) => known.get(head.id)?.revision !== head.revision).map((head) => head.id)
  for (let at = 0; at < changed.length; at += 500)
    for (const incident of await readWhole(db, changed.slice(at, at + 500))) known.set(incident.id, incident)
  const names = new Map(components.map((c) => [c.id, c.name]))
  return [...known.values()]
    .map(({ info: incident }) => ({
      ...incident,
      components: incident.components.map((c) => ({ ...c, name: names.get(c.id) ?? c.name })),
    }))
    .sort(
      (a, b) =>
        b.startedAt.getTime() - a.startedAt.getTime() ||
        b.createdAt.getTime() - a.createdAt.getTime() ||
        (a.id < b.id ? 1 : -1),
    )
}

async function readWhole(db: Db, ids: string[]): Promise<KnownIncident[]> {
  const incidents = await db.selectFrom('incidents').selectAll().where('id', 'in', ids).execute()
  const affected = await db
    .selectFrom('incident_components as ic')
    .innerJoin('components as c', 'c.id', 'ic.component_id')
    .select(['ic.incident_id', 'c.id', 'c.name', 'ic.status', 'ic.counted'])
    .where('ic.incident_id', 'in', ids)
    .orderBy('c.position')
    .orderBy('c.key')
    .execute()
  const updates = await readUpdates(db, ids)
  const componentsOf = Map.groupBy(affected, (row) => row.incident_id)
  return incidents.map((row) => ({
    revision: row.revision,
    id: row.id,
    info: whole(row, componentsOf.get(row.id) ?? [], updates.get(row.id) ?? []),
  }))
}

function whole(
  row: Selectable<Incidents>,
  affected: { id: string; name: string; status: string; counted: string | null }[],
  updates: UpdateInfo[],
): IncidentInfo {
  return {
    id: row.id,
    kind: row.kind as IncidentInfo['kind'],
    title: row.title,
    translations: row.translations as NonNullable<IncidentInfo['translations']>,
    status: row.status as IncidentInfo['status'],
    impact: row.impact as IncidentInfo['impact'],
    startedAt: row.scheduled_for ?? row.started_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    monitoringAt: row.monitoring_at,
    resolvedAt: row.resolved_at,
    scheduledFor: row.scheduled_for,
    scheduledUntil: row.scheduled_until,
    nextUpdateAt: row.next_update_at,
    components: affected.map(({ id, name, status, counted }) => ({
      id,
      name,
      status: status as ComponentStatus,
      counted: counted as ComponentStatus | null,
    })),
    updates,
    audiences: row.audiences,
    impactChosen: row.impact_chosen,
  }
}

/** The updates of some incidents with what they changed and the texts that corrections replaced; newest first. */
async function readUpdates(db: Db, incidents: string[]): Promise<Map<string, UpdateInfo[]>> {
  const rows = await db
    .selectFrom('incident_updates')
    .selectAll()
    .where('incident_id', 'in', incidents)
    .orderBy('number', 'desc')
    .execute()
  const ids = rows.map((row) => row.id)
  if (ids.length === 0) return new Map()
  const changes = await db.selectFrom('update_components').selectAll().where('update_id', 'in', ids).execute()
  const corrections = await db
    .selectFrom('update_corrections')
    .selectAll()
    .where('update_id', 'in', ids)
    .orderBy('id', 'desc')
    .execute()
  const changesOf = Map.groupBy(changes, (row) => row.update_id)
  const correctionsOf = Map.groupBy(corrections, (row) => row.update_id)
  const infos = rows.map((row) => ({
    incident: row.incident_id,
    info: update(row, changesOf.get(row.id) ?? [], correctionsOf.get(row.id) ?? []),
  }))
  return new Map(
    [...Map.groupBy(infos, (i) => i.incident)].map(([incident, list]) => [incident, list.map((i) => i.info)]),
  )
}

type Change = { component_id: string; name: string; from_status: string; to_status: string }
type Correction = { body: string; replaced_at: Date; audience: string | null }

function update(row: Selectable<IncidentUpdates>, changes: Change[], corrections: Correction[]): UpdateInfo {
  const said = row.withdrawn_at ? [] : corrections
  return {
    id: row.id,
    status: row.status as UpdateInfo['status'],
    body: row.withdrawn_at ? '' : row.body,
    translations: row.withdrawn_at ? {} : (row.translations as NonNullable<UpdateInfo['translations']>),
    createdAt: row.created_at,
    displayAt: row.created_at,
    updatedAt: row.updated_at,
    ...correctedIn(said, null),
    withdrawn: row.withdrawn_at ? { at: row.withdrawn_at, reason: row.withdrawn_reason ?? '' } : null,
    affected: changes.map((c) => ({
      id: c.component_id,
      name: c.name,
      from: c.from_status as ComponentStatus,
      to: c.to_status as ComponentStatus,
    })),
    notified: row.notify,
    audiences: row.audiences,
    texts: (row.withdrawn_at ? [] : textsIn(row.texts)).map(({ audience, body, translations, updatedAt }) => ({
      audience,
      body,
      translations: translations as NonNullable<UpdateInfo['translations']>,
      updatedAt,
      ...correctedIn(said, audience),
    })),
  }
}

/** What corrections replaced of the words for one audience, or of everybody's. */
function correctedIn(corrections: readonly Correction[], audience: string | null) {
  const own = corrections.filter((one) => one.audience === audience)
  return {
    correctedAt: own[0]?.replaced_at ?? null,
    earlier: own.map((one) => ({ body: one.body, until: one.replaced_at })),
  }
}
