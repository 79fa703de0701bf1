import type { Context } from './context.ts'
import { InvalidInput } from './errors.ts'
import { z } from './zod.ts'

export const Mute = z.strictObject({
  until: z.iso
    .datetime({ offset: true })
    .nullable()
    .meta({ description: 'Silent until then; null: speaks again now.' }),
})
export type Mute = z.infer<typeof Mute>

/** The columns of a thing that is muted until a moment to come, or no longer. */
export function muteColumns(ctx: Context, input: Mute) {
  if (input.until === null) return { muted_until: null, muted_by: null }
  const until = new Date(input.until)
  if (until <= ctx.now())
    throw new InvalidInput('The moment has passed.', [{ pointer: '/until', detail: 'expected a moment to come' }])
  return { muted_until: until, muted_by: ctx.actor.name }
}
