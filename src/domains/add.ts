import { record } from '../events/record.ts'
import { consoleUrl } from '../lib/console-url.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict, InvalidInput } from '../lib/errors.ts'
import { newId } from '../lib/id.ts'
import { refuseManaged } from '../lib/managed.ts'
import { unlessTaken } from '../lib/taken.ts'
import { findPage } from '../pages/find.ts'
import type { Domain } from './find.ts'
import { holderOf } from './owner.ts'
import type { NewDomain } from './schema.ts'

/** So that nobody fills the list that is looked at again and again. */
const mostForPage = 25

/** Claims a host name for a page. Until it is proven the claim changes nothing and keeps the name from nobody. */
export async function addDomain(outer: Context, pageName: string, { host }: NewDomain): Promise<Domain> {
  return transaction(outer, async (ctx) => {
    const page = await findPage(ctx, pageName)
    refuseManaged(ctx, `The page "${page.name}"`, page)
    refuseOwn(ctx, host)
    const holder = await holderOf(ctx, host)
    if (holder && holder.org_id === ctx.org && holder.page_id !== page.id)
      throw new Conflict(`Another page of yours has ${host}. Remove it there first.`)
    const { length } = await ctx.db.selectFrom('domains').select('id').where('page_id', '=', page.id).execute()
    if (length >= mostForPage) throw new Conflict(`A page has at most ${mostForPage} host names.`)
    const now = ctx.now()
    const domain = await unlessTaken(
      `${page.name} has ${host} already.`,
      ctx.db
        .insertInto('domains')
        .values({
          id: newId(ctx),
          org_id: ctx.org,
          page_id: page.id,
          host,
          state: 'unproven',
          token: ctx.random(16).toString('hex'),
          check_at: now,
          created_at: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow(),
    )
    await record(ctx, { kind: 'domain.added', subject: domain.id, page: page.id, data: { host } })
    return domain
  })
}

/** The names of the installation itself are nobody's. */
function refuseOwn({ settings }: Context, host: string) {
  const own = [settings.url, consoleUrl(settings)].map((url) => new URL(url).hostname)
  if (!own.includes(host)) return
  const detail = 'expected a name of your own, found that of this installation'
  throw new InvalidInput('This name belongs to the installation.', [{ pointer: '/host', detail }])
}
