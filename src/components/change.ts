import { readLimit } from '../audiences/find.ts'
import { record } from '../events/record.ts'
import { changesBetween, isUnchanged } from '../lib/changes.ts'
import { type Context, transaction } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { fileOf, refuseManaged, takesOver } from '../lib/managed.ts'
import { lockFor } from '../rules/facts.ts'
import { lastPosition } from './create.ts'
import { type Component, componentsOf, findComponent } from './find.ts'
import { type ChangeComponent, type ComponentSettings, componentSettings } from './schema.ts'
import { settleStatus } from './settle.ts'
import { descendants } from './tree.ts'

/**
 * Changes what it is given. A status set by hand is no setting: it may be set on what a file manages too. Throws
 * `InvalidInput` where a component would come to lie below itself.
 */
export async function changeComponent(outer: Context, id: string, input: ChangeComponent): Promise<Component> {
  return transaction(outer, async (ctx) => {
    const { page_id } = await findComponent(ctx, id)
    await lockFor(ctx, 'page', page_id)
    const component = await findComponent(ctx, id)
    const { status, ...settings } = input
    if (Object.keys(settings).length > 0 || ctx.actor.kind === 'file') await changeSettings(ctx, component, settings)
    if (status !== undefined) await setByHand(ctx, component, status)
    return findComponent(ctx, component.id)
  })
}

async function changeSettings(ctx: Context, component: Component, input: Omit<ChangeComponent, 'status'>) {
  refuseManaged(ctx, `The component "${component.name}"`, component)
  const parent = input.parent === undefined ? undefined : await newParent(ctx, component, input.parent)
  const moves = parent !== undefined && parent !== component.parent_id
  const position = input.position ?? (moves ? await lastPosition(ctx, component.page_id, parent) : undefined)
  const audiences = input.audiences === undefined ? undefined : await readLimit(ctx, component.page_id, input.audiences)
  const translations = input.translations === undefined ? undefined : (input.translations ?? {})
  const wanted: Partial<ComponentSettings> = { ...input, parent, position, audiences, translations }
  const changes = changesBetween(componentSettings(component), wanted)
  if (isUnchanged(changes) && !takesOver(ctx, component)) return
  await ctx.db
    .updateTable('components')
    .set({
      name: input.name,
      description: input.description,
      translations: translations && JSON.stringify(translations),
      tags: input.tags && JSON.stringify(input.tags),
      parent_id: parent,
      position,
      roll_up: input.rollUp,
      audiences,
      managed_by: fileOf(ctx),
      // Its place and its audiences are not told to readers: others may move because of one that they do not see.
      updated_at: Object.keys(changes).some((name) => !untold.includes(name)) ? ctx.now() : undefined,
    })
    .where('id', '=', component.id)
    .where('org_id', '=', ctx.org)
    .execute()
  await record(ctx, {
    kind: 'component.changed',
    subject: component.id,
    page: component.page_id,
    data: { key: component.key, changes },
  })
}

const untold = ['position', 'audiences']

async function newParent(ctx: Context, component: Component, name: string | null): Promise<string | null> {
  if (name === null) return null
  const parent = await findComponent(ctx, name, component.page_id)
  const below = descendants(await componentsOf(ctx, component.page_id), component.id)
  if (parent.id === component.id || below.includes(parent.id))
    throw new InvalidInput('A component cannot lie below itself.', [
      { pointer: '/parent', detail: `expected a component that is not "${component.key}" or one of its parts` },
    ])
  return parent.id
}

async function setByHand(ctx: Context, component: Component, status: NonNullable<ChangeComponent['status']>) {
  await ctx.db
    .updateTable('components')
    .set({ base_status: status })
    .where('id', '=', component.id)
    .where('org_id', '=', ctx.org)
    .execute()
  await settleStatus(ctx, [component.id])
}
