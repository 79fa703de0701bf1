import type { Context } from '../lib/context.ts'
import { sameText, signature } from '../lib/seal.ts'

/** A mark for the browser that somebody signed in with: it says so at the next attempt, and opens nothing. */
export const deviceMark = ({ settings }: Pick<Context, 'settings'>, user: string) =>
  `${user}.${signature(settings.secret, 'device', user)}`

export const isDeviceOf = (ctx: Pick<Context, 'settings'>, user: string, mark: string | null) =>
  mark !== null && sameText(mark, deviceMark(ctx, user))

/** In seconds. */
export const deviceLife = 365 * 86_400
