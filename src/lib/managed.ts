import type { Context } from './context.ts'
import { Conflict } from './errors.ts'

/** Refuses a person's change to what a configuration file sets: the next apply would undo it. `what` starts the sentence. */
export function refuseManaged(ctx: Context, what: string, row: { managed_by: string | null }) {
  if (row.managed_by !== null && ctx.actor.kind !== 'file')
    throw new Conflict(
      `${what} comes from ${row.managed_by} and is read-only here: change it in that file and apply it.`,
    )
}

/** The file that sets what is written now; null where a person or the program does. */
export const fileOf = (ctx: Context): string | null => (ctx.actor.kind === 'file' ? ctx.actor.name : null)

/** True where the file that is being applied takes the thing over. */
export const takesOver = (ctx: Context, row: { managed_by: string | null }) =>
  ctx.actor.kind === 'file' && row.managed_by !== ctx.actor.name
