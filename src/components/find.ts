import type { Selectable } from 'kysely'
import type { Components } from '../db/schema.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput, NotFound } from '../lib/errors.ts'
import { type ComponentStatus, componentStatuses } from './status.ts'

export type Component = Selectable<Components>

/** The components of a page, in the order in which they are shown within their parents. */
export const componentsOf = (ctx: Context, page: string): Promise<Component[]> =>
  inOrder(ctx).where('page_id', '=', page).execute()

/** Those of all pages. */
export const allComponents = (ctx: Context): Promise<Component[]> => inOrder(ctx).execute()

const inOrder = ({ db, org }: Context) =>
  db.selectFrom('components').selectAll().where('org_id', '=', org).orderBy('position').orderBy('key')

/** One component, named by id, or by key where the key is the only one of its name. */
export async function findComponent(ctx: Context, name: string, page?: string): Promise<Component> {
  let query = ctx.db
    .selectFrom('components')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where((eb) => eb.or([eb('id', '=', name), eb('key', '=', name)]))
  if (page) query = query.where('page_id', '=', page)
  const rows = await query.limit(3).execute()
  const exact = rows.find((row) => row.id === name)
  if (exact) return exact
  if (rows.length > 1) throw new InvalidInput(`Several pages have a component "${name}": name it by its id.`)
  if (!rows[0]) throw new NotFound('component')
  return rows[0]
}

/** Statuses by component id, from statuses by key or id. Every mistake is named at once, with its place. */
export async function componentIds(
  ctx: Context,
  page: string,
  statuses: Record<string, string>,
): Promise<Map<string, ComponentStatus>> {
  const names = Object.keys(statuses)
  if (names.length === 0) return new Map()
  const rows = await componentsOf(ctx, page)
  const found = new Map<string, ComponentStatus>()
  const problems = []
  for (const name of names) {
    const row = rows.find((r) => r.id === name) ?? rows.find((r) => r.key === name)
    const status = componentStatuses.find((s) => s === statuses[name])
    const pointer = `/components/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (!row) problems.push({ pointer, detail: 'expected the key or id of a component of this page' })
    else if (!status) problems.push({ pointer, detail: `expected one of ${componentStatuses.join(', ')}` })
    else found.set(row.id, status)
  }
  if (problems.length > 0) throw new InvalidInput('The components are not right.', problems)
  return found
}
