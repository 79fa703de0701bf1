import { sql } from 'kysely'
import type { Component } from '../components/find.ts'
import { ancestors } from '../components/tree.ts'
import type { Context } from '../lib/context.ts'

/**
 * Keeps from readers what a component kept from them, now that it is removed: its limit goes to its parts, and to the
 * incidents that affected nothing else. Call it before the component goes.
 */
export async function bequeathLimit(ctx: Context, tree: readonly Component[], component: Component): Promise<void> {
  const byId = new Map(tree.map((one) => [one.id, one]))
  const above = ancestors(tree, component.id).flatMap((id) => byId.get(id) ?? [])
  if (component.audiences !== null)
    for (const part of tree.filter((one) => one.parent_id === component.id))
      await ctx.db
        .updateTable('components')
        .set({ audiences: both(component.audiences, part.audiences) })
        .where('id', '=', part.id)
        .where('org_id', '=', ctx.org)
        .execute()
  const whole = [component, ...above].reduce<string[] | null>((limit, one) => both(limit, one.audiences), null)
  if (whole === null) return
  await ctx.db
    .updateTable('incidents as i')
    .set((eb) => ({ audiences: whole, revision: eb('i.revision', '+', 1) }))
    .where('i.org_id', '=', ctx.org)
    .where('i.audiences', 'is', null)
    .where(
      sql<boolean>`array(select component_id from incident_components where incident_id = i.id) = array[${component.id}]`,
    )
    .execute()
}

/** Those whom two limits leave. A list cannot say "in one of these and in one of those", so it may leave fewer: never more. */
export function both(a: readonly string[] | null, b: readonly string[] | null): string[] | null {
  if (a === null || b === null) return a || b ? [...(a ?? b ?? [])] : null
  if (a.includes('everyone')) return [...b]
  if (b.includes('everyone')) return [...a]
  const common = a.filter((one) => b.includes(one))
  return common.length > 0 ? common : ['staff']
}
