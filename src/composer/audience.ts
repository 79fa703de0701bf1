import { componentsOf } from '../components/find.ts'
import { related } from '../components/tree.ts'
import type { Context } from '../lib/context.ts'

/** How many people a post on these components would be told to: those who follow all, or something related to one of them. */
export async function countToTell(ctx: Context, page: string, components: readonly string[]): Promise<number> {
  const tree = components.length === 0 ? [] : await componentsOf(ctx, page)
  const concerned = [...new Set(components.flatMap((id) => [...related(tree, id)]))]
  let query = ctx.db
    .selectFrom('subscribers as s')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('s.org_id', '=', ctx.org)
    .where('s.page_id', '=', page)
    .where('s.state', '=', 'active')
  if (concerned.length > 0)
    query = query.where((eb) =>
      eb.or([
        eb('s.all_components', '=', true),
        eb.exists(
          eb
            .selectFrom('subscriber_components as sc')
            .select('sc.component_id')
            .whereRef('sc.subscriber_id', '=', 's.id')
            .where('sc.component_id', 'in', concerned),
        ),
      ]),
    )
  return Number((await query.executeTakeFirstOrThrow()).count)
}

/** "1,204 people" */
export const people = (count: number): string =>
  count === 0 ? 'nobody' : `${count.toLocaleString('en-GB')} ${count === 1 ? 'person' : 'people'}`
