import { readLimit } from '../audiences/find.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput, type Problem } from '../lib/errors.ts'
import type { Incident } from './find.ts'
import { type NewUpdate, writeUpdate } from './write-update.ts'

/**
 * Posts a text that only some of the incident's readers may see. It stands beside the phase that everybody sees: were it
 * to change that, or a component, the others would see a change that nobody explains. Throws `InvalidInput` where it
 * tries to.
 */
export async function postNote(ctx: Context, incident: Incident, input: NewUpdate) {
  const audiences = await readLimit(ctx, incident.page_id, input.audiences ?? null)
  const problems: Problem[] = []
  if (input.status !== incident.status)
    problems.push({ pointer: '/status', detail: `expected ${incident.status}, the phase that everybody sees` })
  if (Object.keys(input.components ?? {}).length > 0)
    problems.push({ pointer: '/components', detail: 'expected none: a post for some changes no component' })
  if (input.nextUpdateAt)
    problems.push({ pointer: '/nextUpdateAt', detail: 'expected none: the promise is made to everybody' })
  if (problems.length > 0) throw new InvalidInput('A post for some readers changes nothing but the text.', problems)
  await ctx.db
    .updateTable('incidents')
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .where('id', '=', incident.id)
    .execute()
  return writeUpdate(ctx, incident, { ...input, nextUpdateAt: null, audiences }, false, [])
}
