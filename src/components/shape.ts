import { keysOf, listAudiences } from '../audiences/find.ts'
import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { ComponentTranslations } from '../publishing/languages/schema.ts'
import { instant } from '../web/paging.ts'
import { inOrder } from './choices.ts'
import { type Component, componentsOf } from './find.ts'
import { componentSettings } from './schema.ts'
import { type ComponentStatus, componentStatuses, type RollUp, rollUp, rollUps } from './status.ts'

export const ComponentShape = z
  .object({
    id: z.string(),
    page: z.string(),
    key: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    translations: ComponentTranslations,
    parent: z.string().nullable(),
    position: z.number(),
    tags: z.record(z.string(), z.string()),
    rollUp: z.enum(rollUps),
    status: z
      .enum(componentStatuses)
      .meta({ description: 'What the page shows: its own and its parts’, by its rule.' }),
    ownStatus: z.enum(componentStatuses).meta({ description: 'Its own alone: set by hand and by open incidents.' }),
    audiences: z.array(z.string()).nullable().meta({ description: 'Keys; null: no limit of its own.' }),
    managedBy: z.string().nullable(),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('Component')

/** A page's components with what each shows. */
export async function componentShapes(ctx: Context, page: string): Promise<z.input<typeof ComponentShape>[]> {
  const rows = await componentsOf(ctx, page)
  const audiences = await listAudiences(ctx, page)
  const shown = (row: Component): ComponentStatus =>
    rollUp(
      row.roll_up as RollUp,
      row.status as ComponentStatus,
      rows.filter((child) => child.parent_id === row.id).map(shown),
    )
  return inOrder(rows).map(({ component: row }) => ({
    id: row.id,
    page: row.page_id,
    key: row.key,
    name: row.name,
    description: row.description,
    translations: componentSettings(row).translations,
    parent: row.parent_id,
    position: row.position,
    tags: row.tags as Record<string, string>,
    rollUp: row.roll_up as RollUp,
    status: shown(row),
    ownStatus: row.status as ComponentStatus,
    audiences: keysOf(row.audiences, audiences),
    managedBy: row.managed_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }))
}

export const componentShape = async (ctx: Context, row: Component) =>
  (await componentShapes(ctx, row.page_id)).find((shape) => shape.id === row.id)!
