import { type Context, transaction } from '../lib/context.ts'
import { lockFor } from '../rules/facts.ts'
import { type Component, componentsOf, findComponent } from './find.ts'
import { reorderComponents } from './reorder.ts'

/** Puts a component one place up or down among its siblings; at the end of its way it stays. */
export async function moveComponent(outer: Context, id: string, way: 'up' | 'down'): Promise<Component> {
  return transaction(outer, async (ctx) => {
    const { page_id } = await findComponent(ctx, id)
    await lockFor(ctx, 'page', page_id)
    const component = await findComponent(ctx, id)
    const siblings = (await componentsOf(ctx, page_id)).filter((row) => row.parent_id === component.parent_id)
    const from = siblings.findIndex((row) => row.id === component.id)
    const to = from + (way === 'up' ? -1 : 1)
    if (to < 0 || to >= siblings.length) return component
    const ids = siblings.map((row) => row.id)
    const order = ids.toSpliced(from, 1).toSpliced(to, 0, component.id)
    await reorderComponents(ctx, { page: page_id, parent: component.parent_id, components: order })
    return component
  })
}
