import { sql } from 'kysely'
import { limitsOf } from '../audiences/told.ts'
import { textsIn } from '../incidents/texts.ts'
import type { Context } from '../lib/context.ts'
import { firstPage, placeOf } from '../pages/url.ts'
import type { Translations } from '../publishing/languages/translated.ts'
import type { Wording } from '../publishing/languages/words.ts'

/** What is told, as it is now: the same for thousands of readers. */
export type Post = Awaited<ReturnType<typeof postsOf>> extends Map<string, infer One> ? One : never

/** What these announcements tell, by their ids. */
export async function postsOf(ctx: Context, announcements: readonly string[]) {
  const [rows, first] = await Promise.all([read(ctx, announcements), firstPage(ctx)])
  const limited = new Set(rows.filter((row) => row.is_limited).map((row) => row.page))
  const limits = new Map(
    await Promise.all([...limited].map(async (page) => [page, await limitsOf(ctx, page)] as const)),
  )
  return new Map(
    rows.map(({ is_limited: _, incident_translations, update_translations, page_translations, ...row }) => [
      row.announcement,
      {
        ...row,
        affected: row.affected ?? [],
        texts: textsIn(row.texts),
        limits: limits.get(row.page),
        translations: {
          incident: incident_translations as Translations<'title'>,
          update: update_translations as Translations<'body'>,
          page: page_translations as Translations<'name'>,
        },
        wording: row.wording as Wording,
        url: placeOf(ctx.settings, row, row.page === first).url,
      },
    ]),
  )
}

const read = (ctx: Context, announcements: readonly string[]) =>
  ctx.db
    .selectFrom('announcements as a')
    .innerJoin('incident_updates as u', 'u.id', 'a.update_id')
    .innerJoin('incidents as i', 'i.id', 'a.incident_id')
    .innerJoin('pages as p', 'p.id', 'a.page_id')
    .select([
      'a.id as announcement',
      'a.kind',
      'u.id as update',
      'u.number',
      'u.status',
      'u.body',
      'u.short',
      'u.texts',
    ])
    .select(['u.created_at as posted_at', 'u.next_update_at', 'u.withdrawn_at', 'u.withdrawn_reason'])
    .select(['i.id as incident', 'i.title', 'i.kind as incident_kind', 'i.impact'])
    .select(['i.started_at', 'i.scheduled_for', 'i.resolved_at'])
    .select(['p.id as page', 'p.name as page_name', 'p.postal_address', 'p.slug', 'p.host', 'p.time_zone'])
    .select(['p.language as page_language', 'p.wording'])
    .select(['i.translations as incident_translations', 'u.translations as update_translations'])
    .select([
      'p.translations as page_translations',
      'i.audiences as incident_audiences',
      'u.audiences as post_audiences',
    ])
    .select([affected.as('affected'), isLimited.as('is_limited')])
    .where('a.id', '=', sql<string>`any(${announcements}::text[])`)
    .execute()

export type Affected = { id: string; name: string; status: string; translations: Translations<'name'> }

/** What the incident affects, in the page's order. */
const affected = sql<Affected[] | null>`(
  select json_agg(json_build_object('id', c.id, 'name', c.name, 'status', ic.status, 'translations', c.translations)
    order by c.position, c.key)
  from incident_components ic join components c on c.id = ic.component_id where ic.incident_id = i.id)`

/** Something on the page is not for everybody. */
const isLimited = sql<boolean>`(exists (select 1 from audiences where page_id = p.id)
  or exists (select 1 from components where page_id = p.id and audiences is not null))`
