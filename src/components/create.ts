import { readLimit } from '../audiences/find.ts'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { fileOf } from '../lib/managed.ts'
import { unlessTaken } from '../lib/taken.ts'
import { findPage } from '../pages/find.ts'
import { lockFor } from '../rules/facts.ts'
import { type Component, findComponent } from './find.ts'
import type { NewComponent } from './schema.ts'
import { startInterval } from './settle.ts'

/** Makes a component and starts its ledger. Throws `Conflict` where the page has one with this key. */
export async function createComponent(outer: Context, input: NewComponent): Promise<Component> {
  return transaction(outer, async (ctx) => {
    const page = await findPage(ctx, input.page)
    await lockFor(ctx, 'page', page.id)
    const parent = input.parent ? await findComponent(ctx, input.parent, page.id) : null
    const now = ctx.now()
    const component = await unlessTaken(
      `The page "${page.name}" already has a component with the key "${input.key}".`,
      ctx.db
        .insertInto('components')
        .values({
          id: newId(ctx),
          org_id: ctx.org,
          page_id: page.id,
          parent_id: parent?.id ?? null,
          key: input.key,
          name: input.name,
          description: input.description ?? null,
          translations: JSON.stringify(input.translations ?? {}),
          tags: JSON.stringify(input.tags ?? {}),
          position: input.position ?? (await lastPosition(ctx, page.id, parent?.id ?? null)),
          roll_up: input.rollUp ?? 'worst',
          audiences: await readLimit(ctx, page.id, input.audiences ?? null),
          managed_by: fileOf(ctx),
          created_at: now,
          updated_at: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow(),
    )
    await startInterval(ctx, component.id, 'operational')
    await record(ctx, {
      kind: 'component.created',
      subject: component.id,
      page: page.id,
      data: { key: component.key, name: component.name },
    })
    return component
  })
}

/** The place behind all siblings. */
export async function lastPosition(ctx: Context, page: string, parent: string | null): Promise<number> {
  const row = await ctx.db
    .selectFrom('components')
    .select(({ fn }) => fn.max('position').as('last'))
    .where('org_id', '=', ctx.org)
    .where('page_id', '=', page)
    .where('parent_id', parent === null ? 'is' : '=', parent)
    .executeTakeFirst()
  return (row?.last ?? 0) + 1
}
