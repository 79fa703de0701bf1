import { firstOrganization } from '../accounts/organization.ts'
import type { Context } from '../lib/context.ts'
import type { Domain } from './find.ts'

/**
 * Whether the actor may say that a host name is theirs without a proof: the configuration file and the commands, which
 * only the installation's operator has, and the operator's own organization, which is the first.
 */
export async function isOperator(ctx: Context): Promise<boolean> {
  if (ctx.actor.kind === 'file' || ctx.actor.kind === 'system') return true
  return isOperators(ctx, ctx.org)
}

/** Nobody but the operator's organization is there to be mistaken for it where a name leads here without a word for whom. */
export const isOperators = async (ctx: Pick<Context, 'db'>, org: string) => (await firstOrganization(ctx)) === org

/** Who has a host name in the whole installation. */
export async function holderOf({ db }: Pick<Context, 'db'>, host: string): Promise<Domain | null> {
  const row = await db
    .selectFrom('domains')
    .selectAll()
    .where('host', '=', host)
    .where('state', '=', 'proven')
    .executeTakeFirst()
  return row ?? null
}

/** Days for which a name that one organization gave up is kept from the others. */
export const releaseDays = 30

/** Until when the name waits for who gave it up; null where it is free for this organization. */
export async function waitsUntil(ctx: Context, host: string): Promise<Date | null> {
  const row = await ctx.db
    .selectFrom('released_hosts')
    .select(['org_id', 'released_at'])
    .where('host', '=', host)
    .executeTakeFirst()
  if (!row || row.org_id === ctx.org) return null
  const until = new Date(row.released_at.getTime() + releaseDays * 86_400_000)
  return until > ctx.now() ? until : null
}

/** Remembers that a page gave up what it had. */
export async function releaseAll(ctx: Context, page: string): Promise<void> {
  const rows = await ctx.db
    .selectFrom('domains')
    .select('host')
    .where('org_id', '=', ctx.org)
    .where('page_id', '=', page)
    .where('state', '=', 'proven')
    .execute()
  await release(
    ctx,
    rows.map(({ host }) => host),
  )
}

/** Remembers that names were given up. */
export async function release(ctx: Context, hosts: readonly string[]): Promise<void> {
  for (const host of hosts)
    await ctx.db
      .insertInto('released_hosts')
      .values({ host, org_id: ctx.org, released_at: ctx.now() })
      .onConflict((oc) => oc.column('host').doUpdateSet({ org_id: ctx.org, released_at: ctx.now() }))
      .execute()
}
