import type { Context } from '../lib/context.ts'

const day = 86_400_000

/** Files that were never brought in hold addresses: they go after a week; what is left of the others after ninety days. */
export async function forgetImports(ctx: Context): Promise<number> {
  const before = (days: number) => new Date(ctx.now().getTime() - days * day)
  const gone = await ctx.db
    .deleteFrom('subscriber_imports')
    .where('org_id', '=', ctx.org)
    .where((eb) =>
      eb.or([
        eb('created_at', '<', before(90)),
        eb.and([eb('updated_at', '<', before(7)), eb('state', 'in', ['uploading', 'reading', 'ready'])]),
      ]),
    )
    .returning('id')
    .execute()
  return gone.length
}
