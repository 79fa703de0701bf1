import type { Context } from '../lib/context.ts'
import { newId } from '../lib/id.ts'

/** Confirmed subscribers of the page, as many as there are addresses. `component`: the one they follow; null: everything. */
export async function enrol(ctx: Context, emails: readonly string[], component: string | null): Promise<void> {
  const page = await ctx.db.selectFrom('pages').select('id').where('slug', '=', 'acme').executeTakeFirstOrThrow()
  const at = ctx.now()
  const rows = emails.map((email) => ({
    id: newId(ctx),
    org_id: ctx.org,
    page_id: page.id,
    email,
    address_hash: ctx.random(32),
    mailbox_hash: ctx.random(32),
    state: 'active',
    all_components: component === null,
    created_at: at,
    updated_at: at,
  }))
  await ctx.db.insertInto('subscribers').values(rows).execute()
  if (component === null) return
  const { id } = await ctx.db
    .selectFrom('components')
    .select('id')
    .where('key', '=', component)
    .executeTakeFirstOrThrow()
  const choices = rows.map((row) => ({ subscriber_id: row.id, component_id: id }))
  await ctx.db.insertInto('subscriber_components').values(choices).execute()
}
