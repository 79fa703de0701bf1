import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { fileOf } from '../lib/managed.ts'
import { unlessTaken } from '../lib/taken.ts'
import { findPage } from '../pages/find.ts'
import { type AudienceRow, membersFrom, type NewAudience } from './schema.ts'

/** Names a group of a page's readers. Throws `Conflict` where the page has one with this key. */
export async function createAudience(outer: Context, input: NewAudience): Promise<AudienceRow> {
  return transaction(outer, async (ctx) => {
    const page = await findPage(ctx, input.page)
    const audience = await unlessTaken(
      `The page "${page.name}" already has an audience with the key "${input.key}".`,
      ctx.db
        .insertInto('audiences')
        .values({
          id: newId(ctx),
          org_id: ctx.org,
          page_id: page.id,
          key: input.key,
          name: input.name,
          description: input.description ?? null,
          members: JSON.stringify(membersFrom(input)),
          managed_by: fileOf(ctx),
          created_at: ctx.now(),
          updated_at: ctx.now(),
        })
        .returningAll()
        .executeTakeFirstOrThrow(),
    )
    await record(ctx, {
      kind: 'audience.created',
      subject: audience.id,
      page: page.id,
      data: { key: audience.key, name: audience.name },
    })
    return audience
  })
}
