import type { Kysely } from 'kysely'
import { appearanceOf } from '../appearance/find.ts'
import type { Component } from '../components/find.ts'
import { type RollUp, rollUp } from '../components/status.ts'
import type { Database } from '../db/schema.ts'
import type { Base, Db } from '../lib/context.ts'
import { localDay } from '../lib/zone.ts'
import { firstPage, placeOf } from '../pages/url.ts'
import { lastMonths } from '../uptime/days.ts'
import { readLedger, type Shown, shownOver } from '../uptime/ledger.ts'
import { type KnownIncidents, readIncidents } from './read-incidents.ts'
import type { ComponentNode, IncidentInfo, Snapshot } from './snapshot.ts'

/**
 * All that a page shows, read at one instant in one transaction. Null where the page does not exist (any more).
 * `known` is brought up to date.
 */
export async function readSnapshot(base: Base, pageId: string, known: KnownIncidents): Promise<Snapshot | null> {
  return (base.db as Kysely<Database>)
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (db) => {
      const page = await db.selectFrom('pages').selectAll().where('id', '=', pageId).executeTakeFirst()
      if (!page) return null
      const components = await db
        .selectFrom('components')
        .selectAll()
        .where('page_id', '=', pageId)
        .orderBy('position')
        .orderBy('key')
        .execute()
      const incidents = await readIncidents(db, pageId, components, known)
      const place = placeOf(base.settings, page, (await firstPage({ db })) === page.id)
      const publishedAt = base.now()
      return {
        version: page.version,
        publishedAt,
        page: {
          id: page.id,
          slug: page.slug,
          name: page.name,
          timeZone: page.time_zone,
          ...place,
          supportUrl: page.support_url,
          updatedAt: page.updated_at,
          canSubscribe: true,
          appearance: await appearanceOf({ db }, page.id),
        },
        components: treeOf(components, null),
        incidents,
        history: historyOf(incidents, page.time_zone),
        uptime: page.show_uptime ? await readUptime(db, components, page.time_zone, publishedAt) : null,
      }
    })
}

/** What the page says of uptime needs one reading: the ledger of the months that it shows. */
async function readUptime(db: Db, components: readonly Component[], timeZone: string, now: Date): Promise<Shown> {
  const [first] = lastMonths(timeZone, now, 12)
  const from = new Date((first?.from ?? 0) * 1000)
  const ids = components.map(({ id }) => id)
  return shownOver(components, await readLedger(db, ids, from, now), now)
}

function treeOf(rows: readonly Component[], parent: string | null): ComponentNode[] {
  return rows
    .filter((row) => row.parent_id === parent)
    .map((row) => {
      const children = treeOf(rows, row.id)
      return {
        id: row.id,
        key: row.key,
        name: row.name,
        description: row.description,
        status: rollUp(
          row.roll_up as RollUp,
          row.status as ComponentNode['status'],
          children.map((c) => c.status),
        ),
        position: row.position,
        createdAt: row.created_at,
        updatedAt: row.updated_at,
        tags: row.tags as Record<string, string>,
        children,
      }
    })
}

/** Months with incidents, by when they began in the page's zone. Planned work counts once it has begun. */
function historyOf(incidents: readonly IncidentInfo[], timeZone: string): Snapshot['history'] {
  const begun = incidents.filter((i) => i.status !== 'scheduled')
  const months = Map.groupBy(begun, (i) => localDay(i.startedAt, timeZone).slice(0, 7))
  return [...months]
    .map(([month, list]) => ({ month, incidents: list.map((i) => i.id) }))
    .sort((a, b) => b.month.localeCompare(a.month))
}
