import { componentsFor } from '../audiences/told.ts'
import { componentSettings } from '../components/schema.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import type { Subscriber } from './find.ts'

/** The tags of components that a subscriber may see, as "region:eu", in order. */
export async function tagsFor(ctx: Context, { page_id, email }: Pick<Subscriber, 'page_id' | 'email'>) {
  const shown = await componentsFor(ctx, page_id, email)
  const tags = shown.flatMap((row) =>
    Object.entries(componentSettings(row).tags).map(([tag, value]) => `${tag}:${value}`),
  )
  return [...new Set(tags)].sort()
}

/** A reader follows tags that they see, or that they follow already: no component carries some of those just now. */
export function refuseUnseen(wanted: readonly string[], seen: readonly string[], before: readonly string[]) {
  const problems = wanted.flatMap((tag, i) =>
    seen.includes(tag) || before.includes(tag)
      ? []
      : [{ pointer: `/preferences/tags/${i}`, detail: 'expected a tag of a component of this page' }],
  )
  if (problems.length > 0) throw new InvalidInput('The tags are not right.', problems)
}
