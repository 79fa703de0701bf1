import { sql } from 'kysely'
import { declareHost } from '../domains/declare.ts'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { fileOf } from '../lib/managed.ts'
import { unlessTaken } from '../lib/taken.ts'
import type { Page } from './find.ts'
import type { NewPage } from './schema.ts'

/** Makes a page, behind those that are there. Throws `Conflict` where the slug or the host name is taken. */
export async function createPage(outer: Context, input: NewPage): Promise<Page> {
  return transaction(outer, async (ctx) => {
    const now = ctx.now()
    const page = await unlessTaken(
      `A page already has the slug "${input.slug}"${input.host ? ` or the host name "${input.host}"` : ''}.`,
      ctx.db
        .insertInto('pages')
        .values({
          id: newId(ctx),
          org_id: ctx.org,
          slug: input.slug,
          name: input.name,
          time_zone: input.timeZone ?? 'UTC',
          support_url: input.supportUrl ?? null,
          postal_address: input.postalAddress ?? null,
          host: input.host ?? null,
          show_uptime: input.showUptime ?? true,
          noindex: input.noindex ?? false,
          language: input.language ?? 'en',
          languages: input.languages ?? [],
          translations: JSON.stringify(input.translations ?? {}),
          wording: JSON.stringify(input.wording ?? {}),
          position: sql<number>`(select coalesce(max(position), 0) + 1 from pages where org_id = ${ctx.org})`,
          managed_by: fileOf(ctx),
          created_at: now,
          updated_at: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow(),
    )
    await declareHost(ctx, { ...page, host: null }, page.host)
    await record(ctx, {
      kind: 'page.created',
      subject: page.id,
      page: page.id,
      data: { slug: page.slug, name: page.name },
    })
    return page
  })
}
