import { sql } from 'kysely'
import type { Db } from '../../lib/context.ts'

/** A place that pages are published to, as the database knows it. */
export type Place = { id: string; kind: 'web' | 'folder' | 'bucket' }

/** Its writer is at work. `failing`: why it does not answer; null: it does. */
export const sayPlace = (db: Db, { id, kind }: Place, failing: string | null) =>
  sql`
  insert into publishing_places (id, kind, seen_at, failing_since, reason)
  values (${id}, ${kind}, now(), case when ${failing}::text is null then null else now() end, ${failing})
  on conflict (id) do update set seen_at = now(), reason = excluded.reason,
    failing_since = case when excluded.reason is null then null else coalesce(publishing_places.failing_since, now()) end`.execute(
    db,
  )

export type Version = { page: string; version: number }

/** It has these pages at these versions, at least. Pages that are gone by now are passed over. */
export const sayPublished = (db: Db, place: string, versions: readonly Version[]) =>
  sql`
  insert into published_versions (place_id, page_id, version)
  select ${place}, p.id, row.version
  from unnest(${versions.map(({ page }) => page)}::text[], ${versions.map(({ version }) => Math.floor(version))}::bigint[])
    as row (page, version) join pages p on p.id = row.page
  on conflict (place_id, page_id) do update set version = excluded.version`.execute(db)

export const forgetPlace = (db: Db, id: string) => db.deleteFrom('publishing_places').where('id', '=', id).execute()

/** Places nobody has published to for long: web processes that are no more, targets that are no longer named. */
export const forgetOldPlaces = ({ db }: { db: Db }) =>
  sql`
  delete from publishing_places
  where seen_at < now() - case when kind = 'web' then interval '1 minute' else interval '1 day' end`.execute(db)

/** A writer says every few seconds that it is at work; one that does not is no longer waited for. */
const aliveSeconds = 15

/** Whether some place that answers has an older version of the page than this. */
export async function isBehind(db: Db, { page, version }: Version): Promise<boolean> {
  const { rows } = await sql<{ behind: boolean }>`
    select exists (
      select 1 from publishing_places t
      left join published_versions v on v.place_id = t.id and v.page_id = ${page}
      where t.failing_since is null and t.seen_at > now() - make_interval(secs => ${aliveSeconds})
        and coalesce(v.version, -1) < ${version}
    ) as behind`.execute(db)
  return rows[0]?.behind ?? false
}

/** Targets that do not answer, by name, since when, and in their words. */
export async function failingTargets(db: Db): Promise<{ name: string; reason: string; since: Date }[]> {
  const { rows } = await sql<{ name: string; reason: string; since: Date }>`
    select regexp_replace(id, '^[a-z]+ ', '') as name, reason, failing_since as since from publishing_places
    where failing_since is not null and seen_at > now() - interval '1 hour' order by failing_since`.execute(db)
  return rows
}
