import { declareHost } from '../domains/declare.ts'
import { record } from '../events/record.ts'
import { changesBetween, isUnchanged } from '../lib/changes.ts'
import { type Context, transaction } from '../lib/context.ts'
import { fileOf, refuseManaged, takesOver } from '../lib/managed.ts'
import { unlessTaken } from '../lib/taken.ts'
import { findPage, type Page } from './find.ts'
import { type ChangePage, pageSettings } from './schema.ts'

const asJson = (value: object | null | undefined) => (value === undefined ? undefined : JSON.stringify(value ?? {}))

/** Changes what it is given. `name` is the page's id or slug. Throws `Conflict` where a slug or host name is taken. */
export async function changePage(outer: Context, name: string, input: ChangePage): Promise<Page> {
  return transaction(outer, async (ctx) => {
    const page = await findPage(ctx, name)
    refuseManaged(ctx, `The page "${page.name}"`, page)
    const changes = changesBetween(pageSettings(page), {
      ...input,
      languages: input.languages === null ? [] : input.languages,
      translations: input.translations === null ? {} : input.translations,
      wording: input.wording === null ? {} : input.wording,
    })
    if (isUnchanged(changes) && !takesOver(ctx, page)) return page
    if (input.host !== undefined) await declareHost(ctx, page, input.host ?? null)
    const changed = await unlessTaken(
      'Another page has this slug or host name.',
      ctx.db
        .updateTable('pages')
        .set({
          slug: input.slug,
          name: input.name,
          time_zone: input.timeZone,
          support_url: input.supportUrl,
          postal_address: input.postalAddress,
          host: input.host,
          show_uptime: input.showUptime,
          noindex: input.noindex,
          language: input.language,
          languages: input.languages === null ? [] : input.languages,
          translations: asJson(input.translations),
          wording: asJson(input.wording),
          managed_by: fileOf(ctx),
          updated_at: ctx.now(),
        })
        .where('id', '=', page.id)
        .where('org_id', '=', ctx.org)
        .returningAll()
        .executeTakeFirstOrThrow(),
    )
    await record(ctx, { kind: 'page.changed', subject: page.id, page: page.id, data: { changes } })
    return changed
  })
}
