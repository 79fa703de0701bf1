import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { refuseManaged } from '../lib/managed.ts'
import { findPage } from '../pages/find.ts'
import { findDomain } from './find.ts'
import { release } from './owner.ts'
import { leave } from './place.ts'

/** Gives up a host name: it stops at once, and other organizations wait before they can have it without a record. */
export async function removeDomain(outer: Context, pageName: string, name: string): Promise<void> {
  await transaction(outer, async (ctx) => {
    const page = await findPage(ctx, pageName)
    refuseManaged(ctx, `The page "${page.name}"`, page)
    const domain = await findDomain(ctx, page.id, name)
    await ctx.db.deleteFrom('domains').where('id', '=', domain.id).where('org_id', '=', ctx.org).execute()
    if (domain.state === 'proven') await release(ctx, [domain.host])
    await leave(ctx, domain)
    await record(ctx, { kind: 'domain.removed', subject: domain.id, page: page.id, data: { host: domain.host } })
  })
}
