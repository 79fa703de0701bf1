import type { Selectable } from 'kysely'
import type { Sources } from '../db/schema.ts'
import type { Base, Context } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import { digest, unseal } from '../lib/seal.ts'

/** A way in as it is set up: its kind is a plugin of src/sources. */
export type SourceRow = Selectable<Sources>

export const sourcesOf = (ctx: Context): Promise<SourceRow[]> =>
  ctx.db.selectFrom('sources').selectAll().where('org_id', '=', ctx.org).orderBy('key').execute()

/** A source, named by its id or its key. */
export async function findSource(ctx: Context, name: string): Promise<SourceRow> {
  const rows = await ctx.db
    .selectFrom('sources')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where((eb) => eb.or([eb('id', '=', name), eb('key', '=', name)]))
    .execute()
  const source = rows.find((row) => row.id === name) ?? rows[0]
  if (!source) throw new NotFound('source')
  return source
}

/** Whose address this is: by the token of now, or by the one before it for as long as that works. */
export const findSourceByToken = (
  base: Pick<Base, 'db' | 'now'>,
  kind: string,
  token: string,
): Promise<SourceRow | undefined> => {
  const hash = digest(token)
  return base.db
    .selectFrom('sources')
    .selectAll()
    .where('kind', '=', kind)
    .where((eb) =>
      eb.or([
        eb('token_hash', '=', hash),
        eb.and([eb('old_token_hash', '=', hash), eb('old_token_until', '>', base.now())]),
      ]),
    )
    .executeTakeFirst()
}

export const tokenOf = (ctx: Context, source: SourceRow): string => unseal(ctx.settings.secret, source.token_sealed)

/** The address to which the monitoring system posts. It contains the token. */
export const hookUrl = (ctx: Context, source: SourceRow): string =>
  `${ctx.settings.url}/hooks/${source.kind}/${tokenOf(ctx, source)}`
