import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { refuseManaged } from '../lib/managed.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { lockFor } from '../rules/facts.ts'
import { componentsOf, findComponent } from './find.ts'

export const ReorderComponents = z.strictObject({
  page: z.string(),
  parent: z.string().nullish().meta({ description: 'Whose parts are put in order; null for the top level.' }),
  components: z.array(z.string()).min(1).max(1000).meta({ description: 'Ids or keys of all its parts, in order.' }),
})

/** Puts siblings in a new order. Throws `InvalidInput` unless each of them is named once. */
export async function reorderComponents(outer: Context, input: z.infer<typeof ReorderComponents>): Promise<void> {
  await transaction(outer, async (ctx) => {
    const page = await findPage(ctx, input.page)
    await lockFor(ctx, 'page', page.id)
    const parent = input.parent ? (await findComponent(ctx, input.parent, page.id)).id : null
    const siblings = (await componentsOf(ctx, page.id)).filter((row) => row.parent_id === parent)
    const wanted = input.components.flatMap((name) => siblings.find((row) => row.id === name || row.key === name) ?? [])
    if (new Set(wanted).size !== siblings.length || input.components.length !== siblings.length)
      throw new InvalidInput('The order must name each part once.', [
        { pointer: '/components', detail: `expected each of ${siblings.map((row) => row.key).join(', ')}, once` },
      ])
    for (const [index, row] of wanted.entries()) {
      if (row.position === index + 1) continue
      refuseManaged(ctx, `The component "${row.name}"`, row)
      await ctx.db
        .updateTable('components')
        .set({ position: index + 1 })
        .where('id', '=', row.id)
        .where('org_id', '=', ctx.org)
        .execute()
      const changes = { position: { from: row.position, to: index + 1 } }
      await record(ctx, { kind: 'component.changed', subject: row.id, page: page.id, data: { key: row.key, changes } })
    }
  })
}
