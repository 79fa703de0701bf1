import type { Selectable } from 'kysely'
import type { Incidents } from '../db/schema.ts'
import type { Context } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'

export type Incident = Selectable<Incidents>

export async function findIncident(ctx: Context, id: string): Promise<Incident> {
  const row = await ctx.db
    .selectFrom('incidents')
    .selectAll()
    .where('id', '=', id)
    .where('org_id', '=', ctx.org)
    .executeTakeFirst()
  if (!row) throw new NotFound('incident')
  return row
}

/** The incident, locked until the transaction ends: what two people do to it happens one after the other. */
export async function lockIncident(ctx: Context, id: string): Promise<Incident> {
  const row = await ctx.db
    .selectFrom('incidents')
    .selectAll()
    .where('id', '=', id)
    .where('org_id', '=', ctx.org)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new NotFound('incident')
  return row
}
