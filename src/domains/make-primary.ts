import { type Context, transaction } from '../lib/context.ts'
import { Conflict } from '../lib/errors.ts'
import { refuseManaged } from '../lib/managed.ts'
import { findPage } from '../pages/find.ts'
import { type Domain, findDomain } from './find.ts'
import { changed } from './place.ts'

/** Makes a proven host name the page's address: links and mail use it, and the page's other names lead there. */
export async function makePrimary(outer: Context, pageName: string, name: string): Promise<Domain> {
  return transaction(outer, async (ctx) => {
    const page = await findPage(ctx, pageName)
    refuseManaged(ctx, `The page "${page.name}"`, page)
    const domain = await findDomain(ctx, page.id, name)
    if (domain.state !== 'proven') throw new Conflict(`${domain.host} is not proven yet.`)
    if (page.host === domain.host) return domain
    await ctx.db
      .updateTable('pages')
      .set({ host: domain.host })
      .where('id', '=', page.id)
      .where('org_id', '=', ctx.org)
      .execute()
    await changed(ctx, page.id, page.host, domain.host)
    return domain
  })
}
