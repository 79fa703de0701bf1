import type { Kysely } from 'kysely'
import { entranceOf } from '../access/entrance.ts'
import { accessRow } from '../access/find.ts'
import { dressOf } from '../appearance/dress.ts'
import { appearanceOf } from '../appearance/find.ts'
import { audiencesOf } from '../audiences/find.ts'
import type { Component } from '../components/find.ts'
import { type RollUp, rollUp } from '../components/status.ts'
import { contentOf } from '../content/find.ts'
import { shownBlocks } from '../content/schema.ts'
import type { Database } from '../db/schema.ts'
import type { Base, Db } from '../lib/context.ts'
import { shownMetrics } from '../metrics/find.ts'
import { offeredOn } from '../offered-channels/find.ts'
import { languagesOf, pageSettings } from '../pages/schema.ts'
import { firstPage, placeOf } from '../pages/url.ts'
import { slackAppOf } from '../slack-installs/account.ts'
import { lastMonths } from '../uptime/days.ts'
import { type LedgerRow, ownSpans, readLedger } from '../uptime/ledger.ts'
import { historyOf } from './history.ts'
import { type KnownIncidents, readIncidents } from './read-incidents.ts'
import type { ComponentNode, Whole } from './snapshot.ts'

/**
 * All that a page holds, read at one instant in one transaction. Null where the page does not exist (any more).
 * `known` is brought up to date.
 */
export async function readSnapshot(base: Base, pageId: string, known: KnownIncidents): Promise<Whole | null> {
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
      const appearance = await appearanceOf({ db }, page.id)
      const content = await contentOf({ db }, page.id)
      const ledger = page.show_uptime ? await readMonths(db, components, page.time_zone, publishedAt) : null
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
          updatedAt: page.changed_at,
          canSubscribe: true,
          offered: await offeredOn({ db }, page),
          hasSlackApp: (await slackAppOf({ db }, page.org_id)) !== undefined,
          noindex: page.noindex,
          appearance,
          dress: await dressOf({ db }, page.id, appearance),
          entrance: entranceOf(base.settings, await accessRow({ db }, page.id)),
          language: page.language,
          languages: languagesOf(page),
          translations: pageSettings(page).translations,
          wording: pageSettings(page).wording,
          content,
        },
        components: treeOf(components, null, ledger ?? []),
        incidents,
        history: historyOf(incidents, page.time_zone),
        uptime: ledger && ownSpans(ledger, publishedAt),
        ...(shownBlocks(content).includes('metrics') && { metrics: await shownMetrics({ db }, page.id) }),
        audiences: await audiencesOf({ db }, page.id),
      }
    })
}

/** What the page says of uptime needs one reading: the ledger of the months that it shows. */
async function readMonths(db: Db, components: readonly Component[], timeZone: string, now: Date): Promise<LedgerRow[]> {
  const [first] = lastMonths(timeZone, now, 12)
  const from = new Date((first?.from ?? 0) * 1000)
  const ids = components.map(({ id }) => id)
  return readLedger(db, ids, from, now)
}

function treeOf(rows: readonly Component[], parent: string | null, ledger: readonly LedgerRow[]): ComponentNode[] {
  const marks = marksOf(ledger)
  const below = Map.groupBy(rows, (row) => row.parent_id)
  const nodes = (of: string | null): ComponentNode[] =>
    (below.get(of) ?? []).map((row) => {
      const children = nodes(row.id)
      const own = row.status as ComponentNode['status']
      return {
        id: row.id,
        key: row.key,
        name: row.name,
        description: row.description,
        translations: row.translations as NonNullable<ComponentNode['translations']>,
        status: rollUp(
          row.roll_up as RollUp,
          own,
          children.map((c) => c.status),
        ),
        position: row.position,
        createdAt: row.created_at,
        updatedAt: row.updated_at,
        tags: row.tags as Record<string, string>,
        children,
        ownStatus: own,
        rollUp: row.roll_up as RollUp,
        audiences: row.audiences,
        recorded: marks.get(row.id) ?? '',
      }
    })
  return nodes(parent)
}

/** What a component's ledger is known by: rows are only added, and replaced ones are not read. */
function marksOf(ledger: readonly LedgerRow[]): Map<string, string> {
  const rows = Map.groupBy(ledger, (row) => row.component_id)
  return new Map(
    [...rows].map(([id, list]) => [id, `${list.length} ${Math.max(...list.map((row) => Number(row.id)))}`]),
  )
}
