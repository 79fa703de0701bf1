import type { Context } from '../lib/context.ts'
import { type Domain, findDomain } from './find.ts'
import { holderOf, isOperators } from './owner.ts'
import { hasRecord, lookForProof } from './prove.ts'
import { settleLook } from './settle.ts'

/** Looks now whether a page's host name is proven, and does what follows. `name` is its id or itself. */
export const checkDomain = async (ctx: Context, page: string, name: string): Promise<Domain> =>
  look(ctx, await findDomain(ctx, page, name))

/** The word of the operator needs no proof. The network is asked before the transaction begins. */
async function look(ctx: Context, domain: Domain): Promise<Domain> {
  if (domain.proof === 'declared') return domain
  const found = await lookForProof(ctx, domain, { here: await isOperators(ctx, ctx.org) })
  const holder = found.proof === 'dns' ? await holderOf(ctx, domain.host) : null
  const rival = holder && holder.org_id !== ctx.org ? holder : null
  // A record says who has the name in hand today; where the one who has it here shows none any more, it has moved on.
  const yields = rival !== null && rival.proof !== 'declared' && !(await hasRecord(ctx, rival)) ? rival.id : null
  return settleLook(ctx, domain.id, found, yields)
}

/** Looks at those whose time has come; a recurring task. Each is claimed first, so that two processes do no work twice. */
export async function checkDue(ctx: Context): Promise<number> {
  const now = ctx.now()
  const due = await ctx.db
    .updateTable('domains')
    .set({ check_at: new Date(now.getTime() + 15 * 60_000) })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('domains')
        .select('id')
        .where('org_id', '=', ctx.org)
        .where('check_at', '<=', now)
        .orderBy('check_at')
        .limit(10)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute()
  for (const domain of due) await look(ctx, domain)
  return due.length
}
