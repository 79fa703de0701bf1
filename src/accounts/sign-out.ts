import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { endSession } from './sessions.ts'

/** Ends the session; its cookie opens nothing from then on. */
export async function signOut(outer: Context, user: string, session: string): Promise<void> {
  await transaction(outer, async (ctx) => {
    await endSession(ctx, session)
    await record(ctx, { kind: 'user.signed_out', subject: user })
  })
}
