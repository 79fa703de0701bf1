import type { Selectable } from 'kysely'
import type { Domains } from '../db/schema.ts'
import type { Context } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { Finding } from './prove.ts'

export type Domain = Selectable<Domains>

export const states = ['unproven', 'proven', 'broken'] as const

/** The host names of a page, in the order in which they were added. */
export const domainsOf = (ctx: Context, page: string): Promise<Domain[]> =>
  ctx.db
    .selectFrom('domains')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('page_id', '=', page)
    .orderBy('created_at')
    .orderBy('host')
    .execute()

/** A host name of a page, named by its id or by itself. */
export async function findDomain(ctx: Context, page: string, name: string): Promise<Domain> {
  const row = await ctx.db
    .selectFrom('domains')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('page_id', '=', page)
    .where((eb) => eb.or([eb('id', '=', name), eb('host', '=', name.toLowerCase())]))
    .executeTakeFirst()
  if (!row) throw new NotFound('host name')
  return row
}

/** Names that were proven and are not any more, of all pages; those that still go on among them. */
export const brokenDomains = (
  ctx: Pick<Context, 'db' | 'org'>,
): Promise<Pick<Domain, 'host' | 'page_id' | 'state' | 'lost_at'>[]> =>
  ctx.db
    .selectFrom('domains')
    .select(['host', 'page_id', 'state', 'lost_at'])
    .where('org_id', '=', ctx.org)
    .where((eb) => eb.or([eb('state', '=', 'broken'), eb('lost_at', 'is not', null)]))
    .orderBy('host')
    .execute()

/** What the last look found; none where it was another version that looked. */
export const findingsOf = (domain: Domain): Finding[] => z.array(Finding).catch([]).parse(domain.findings)
