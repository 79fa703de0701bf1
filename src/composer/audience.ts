import { sql } from 'kysely'
import { componentsOf } from '../components/find.ts'
import type { Context } from '../lib/context.ts'
import { concernedBy } from '../notifications/choose.ts'

/** How many people a post on these components would be told to: as `choose` says of each, counted by the database. */
export async function countToTell(ctx: Context, page: string, components: readonly string[]): Promise<number> {
  const concerned = components.length === 0 ? null : concernedBy(await componentsOf(ctx, page), components)
  let query = ctx.db
    .selectFrom('subscribers as s')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('s.org_id', '=', ctx.org)
    .where('s.page_id', '=', page)
    .where('s.state', '=', 'active')
  if (concerned !== null)
    query = query.where((eb) =>
      eb.or([
        eb('s.all_components', '=', true),
        eb.exists(
          eb
            .selectFrom('subscriber_components as sc')
            .select('sc.component_id')
            .whereRef('sc.subscriber_id', '=', 's.id')
            .where('sc.component_id', '=', sql<string>`any(${[...concerned.keys()]}::text[])`),
        ),
      ]),
    )
  return Number((await query.executeTakeFirstOrThrow()).count)
}

/** "1,204 people" */
export const people = (count: number): string =>
  count === 0 ? 'nobody' : `${count.toLocaleString('en-GB')} ${count === 1 ? 'person' : 'people'}`
