import { record } from '../events/record.ts'
import { asSystem, type Base, transaction } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { lockFor } from '../rules/facts.ts'

/** The installation's first organization; made on the first start, by one process alone. Its id. */
export async function ensureOrganization(base: Base): Promise<string> {
  return (await firstOrganization(base)) ?? makeFirst(base)
}

export async function firstOrganization({ db }: Pick<Base, 'db'>): Promise<string | null> {
  const row = await db.selectFrom('organizations').select('id').orderBy('created_at').orderBy('id').executeTakeFirst()
  return row?.id ?? null
}

async function makeFirst(base: Base): Promise<string> {
  const id = newId(base)
  return transaction(asSystem(base, id, 'Upfront'), async (ctx) => {
    await lockFor(ctx, 'key', 'first organization')
    const there = await firstOrganization(ctx)
    if (there) return there
    await ctx.db.insertInto('organizations').values({ id, name: 'Upfront', created_at: ctx.now() }).execute()
    await record(ctx, { kind: 'organization.created', subject: id })
    return id
  })
}
