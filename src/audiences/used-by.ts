import { type Expression, sql } from 'kysely'
import { contentOf } from '../content/find.ts'
import { namedIn } from '../content/limited.ts'
import type { Context } from '../lib/context.ts'

export type Use = { what: 'component' | 'metric' | 'incident' | 'post on' | 'text on'; id: string; name: string }

/** What is limited to an audience: of a metric its page, of an incident's posts, the incident; of what a page holds, the page. */
export async function usesOf(ctx: Context, audience: string): Promise<Use[]> {
  const names = (column: Expression<string[] | null>) => sql<boolean>`${column} @> array[${audience}]`
  const components = await ctx.db
    .selectFrom('components')
    .select(['id', 'name'])
    .where('org_id', '=', ctx.org)
    .where((eb) => names(eb.ref('audiences')))
    .orderBy('name')
    .execute()
  const metrics = await ctx.db
    .selectFrom('metrics')
    .select(['page_id as id', 'name'])
    .where('org_id', '=', ctx.org)
    .where((eb) => names(eb.ref('audiences')))
    .orderBy('name')
    .execute()
  const incidents = await ctx.db
    .selectFrom('incidents')
    .select(['id', 'title as name'])
    .where('org_id', '=', ctx.org)
    .where((eb) => names(eb.ref('audiences')))
    .orderBy('created_at', 'desc')
    .execute()
  const posts = await ctx.db
    .selectFrom('incident_updates as u')
    .innerJoin('incidents as i', 'i.id', 'u.incident_id')
    .select(['i.id', 'i.title as name'])
    .distinct()
    .where('i.org_id', '=', ctx.org)
    .where((eb) =>
      eb.or([
        names(eb.ref('u.audiences')),
        sql<boolean>`u.tell_only @> ${JSON.stringify({ audiences: [audience] })}::jsonb`,
        sql<boolean>`u.texts @> ${JSON.stringify([{ audience }])}::jsonb`,
      ]),
    )
    .execute()
  const pages = await ctx.db
    .selectFrom('audiences as a')
    .innerJoin('pages as p', 'p.id', 'a.page_id')
    .select(['p.id', 'p.name', 'a.key'])
    .where('a.id', '=', audience)
    .where('p.org_id', '=', ctx.org)
    .execute()
  const held = await Promise.all(
    pages.map(async (page) => ({ ...page, named: namedIn(await contentOf(ctx, page.id)) })),
  )
  return [
    ...components.map((one): Use => ({ what: 'component', ...one })),
    ...metrics.map((one): Use => ({ what: 'metric', ...one })),
    ...incidents.map((one): Use => ({ what: 'incident', ...one })),
    ...posts.map((one): Use => ({ what: 'post on', ...one })),
    ...held.filter(({ key, named }) => named.includes(key)).map(({ id, name }): Use => ({ what: 'text on', id, name })),
  ]
}
