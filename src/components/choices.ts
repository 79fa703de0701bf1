import type { Context } from '../lib/context.ts'
import { pagesOf } from '../pages/find.ts'
import { type Component, componentsOf } from './find.ts'

/** A component with its depth in the tree, in the order of the page. */
export type Placed = { component: Component; depth: number }

/** The components of a page as the page shows them: each before its parts. */
export function inOrder(rows: readonly Component[]): Placed[] {
  const below = Map.groupBy(rows, ({ parent_id }) => parent_id)
  const walk = (parent: string | null, depth: number): Placed[] =>
    (below.get(parent) ?? []).flatMap((component) => [{ component, depth }, ...walk(component.id, depth + 1)])
  return walk(null, 0)
}

/** Every component to choose from, by id: indented by its place, with the page's name where there are several. */
export async function componentChoices(ctx: Context, only?: string): Promise<(readonly [id: string, words: string])[]> {
  const pages = (await pagesOf(ctx)).filter(({ id }) => only === undefined || id === only)
  const choices = await Promise.all(
    pages.map(async (page) =>
      inOrder(await componentsOf(ctx, page.id)).map(
        ({ component, depth }) =>
          [
            component.id,
            `${pages.length > 1 ? `${page.name}: ` : ''}${'\u2003'.repeat(depth)}${component.name}`,
          ] as const,
      ),
    ),
  )
  return choices.flat()
}
