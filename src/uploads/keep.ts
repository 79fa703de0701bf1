import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { newId } from '../lib/id.ts'
import { fileOf, refuseManaged, takesOver } from '../lib/managed.ts'
import { findPage } from '../pages/find.ts'
import { findUpload, type Upload, uploadsOf } from './find.ts'
import type { Prepared } from './prepare.ts'

export const mostFiles = 40
export const mostBytes = 10 * 2 ** 20

/**
 * Gives a page a file. One of the same name is replaced, and with it wherever the page shows it. Throws `InvalidInput`
 * where the page has as many as it may have.
 */
export async function keepUpload(outer: Context, pageName: string, file: Prepared): Promise<Upload> {
  return transaction(outer, async (ctx) => {
    const page = await findPage(ctx, pageName)
    // The page's row keeps two uploads from passing the quota together.
    await ctx.db.selectFrom('pages').select('id').where('id', '=', page.id).forUpdate().executeTakeFirst()
    const all = await uploadsOf(ctx, page.id)
    const before = all.find(({ name }) => name === file.name)
    if (before) refuseManaged(ctx, `The file "${file.name}"`, before)
    if (before?.source_hash === file.sourceHash && !takesOver(ctx, before)) return before
    checkQuota(
      all.filter((one) => one !== before),
      file,
    )
    await put(ctx, page.id, before, file)
    const changes = { [`file ${file.name}`]: { from: before?.hash ?? null, to: file.hash } }
    await record(ctx, { kind: 'page.changed', subject: page.id, page: page.id, data: { changes } })
    return findUpload(ctx, page.id, file.name)
  })
}

function checkQuota(others: readonly Upload[], file: Prepared) {
  const no = (detail: string) => new InvalidInput('The page has no room for this file.', [{ pointer: '/file', detail }])
  if (others.length >= mostFiles)
    throw no(`expected at most ${mostFiles} files on a page; remove one that is not used any more`)
  const sum = others.reduce((total, { size }) => total + size, file.bytes.length)
  if (sum > mostBytes) throw no(`expected at most ${mostBytes / 2 ** 20} MB on a page, all files together`)
}

async function put(ctx: Context, pageId: string, before: Upload | undefined, file: Prepared) {
  const row = {
    kind: file.kind,
    content_type: file.contentType,
    bytes: file.bytes,
    hash: file.hash,
    source_hash: file.sourceHash,
    size: file.bytes.length,
    width: file.width,
    height: file.height,
    icon: file.icon,
    managed_by: fileOf(ctx),
    created_at: ctx.now(),
  }
  if (before) await ctx.db.updateTable('uploads').set(row).where('id', '=', before.id).execute()
  else
    await ctx.db
      .insertInto('uploads')
      .values({ id: newId(ctx), org_id: ctx.org, page_id: pageId, name: file.name, ...row })
      .execute()
}
