import { type Context, transaction } from '../lib/context.ts'
import { TooLarge } from '../lib/errors.ts'
import { newId } from '../lib/id.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { defineJob, enqueue } from '../queue/job.ts'
import { findImport, type Import } from './find.ts'

export const readImportJob = defineJob('read-import', z.object({ import: z.string() }))

/** How those in the file agreed, in the words of whoever vouches for them. */
export const ImportConsent = z.string().trim().max(1500, 'expected at most 1,500 characters')

/** In bytes, of one file. */
export const largestFile = 200 * 1024 * 1024
const partSize = 512 * 1024

/**
 * Keeps a file of subscribers, part by part as it comes, and has it read: nothing is brought in before somebody says so.
 * Throws `TooLarge` above 200 MB; what had come is dropped then, as where the sender goes away.
 */
export async function keepImport(
  ctx: Context,
  input: { page: string; name: string; vouched: boolean; consent?: string | undefined },
  body: AsyncIterable<Uint8Array>,
): Promise<Import> {
  const page = await findPage(ctx, input.page)
  const id = newId(ctx)
  const now = ctx.now()
  await ctx.db
    .insertInto('subscriber_imports')
    .values({
      id,
      org_id: ctx.org,
      page_id: page.id,
      name: input.name.slice(0, 200) || 'subscribers.csv',
      state: 'uploading',
      vouched: input.vouched,
      consent_text: input.consent || null,
      actor: JSON.stringify(ctx.actor),
      created_at: now,
      updated_at: now,
    })
    .execute()
  try {
    const bytes = await keepParts(ctx, id, body)
    await transaction(ctx, async (ctx) => {
      await ctx.db.updateTable('subscriber_imports').set({ state: 'reading', bytes }).where('id', '=', id).execute()
      await enqueue(ctx, readImportJob, { import: id }, { queue: `import ${id}` })
    })
  } catch (error) {
    await ctx.db.deleteFrom('subscriber_imports').where('id', '=', id).execute()
    throw error
  }
  return findImport(ctx, id)
}

/** The sender waits until each part is kept. */
async function keepParts(ctx: Context, id: string, body: AsyncIterable<Uint8Array>): Promise<number> {
  let [size, number, held] = [0, 0, 0]
  let waiting: Uint8Array[] = []
  const keep = async () => {
    const bytes = Buffer.concat(waiting)
    await ctx.db.insertInto('subscriber_import_parts').values({ import_id: id, number, bytes }).execute()
    number++
    waiting = []
    held = 0
  }
  for await (const chunk of body) {
    size += chunk.length
    if (size > largestFile) throw new TooLarge(`The file is larger than ${largestFile} bytes.`)
    waiting.push(chunk)
    held += chunk.length
    if (held >= partSize) await keep()
  }
  if (held > 0) await keep()
  return size
}

/** A file as it was kept. */
export async function* partsOf(ctx: Context, id: string): AsyncGenerator<Uint8Array> {
  for (let number = 0; ; number++) {
    const part = await ctx.db
      .selectFrom('subscriber_import_parts')
      .select('bytes')
      .where('import_id', '=', id)
      .where('number', '=', number)
      .executeTakeFirst()
    if (!part) return
    yield part.bytes
  }
}
