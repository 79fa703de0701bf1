import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { unlessTaken } from '../lib/taken.ts'
import { z } from '../lib/zod.ts'
import { newToken, tokenColumns } from './create.ts'
import { findSource, type SourceRow } from './find.ts'
import { HookToken } from './schema.ts'

export const RotateToken = z.strictObject({
  token: HookToken.optional().meta({ description: 'The new token; made by us when absent.' }),
  oldWorksUntil: z.iso.datetime({ offset: true }).optional().meta({
    description: 'How long the old address still works: 24 hours when absent. A moment that has passed: no longer.',
  }),
})

const usualGrace = 24 * 3600 * 1000
const longestGrace = 90 * 24 * 3600 * 1000

/** Gives a source a new token. The old one works for a while, so that nothing is lost until the sender has changed. */
export async function rotateToken(
  outer: Context,
  name: string,
  input: z.infer<typeof RotateToken> = {},
): Promise<SourceRow> {
  const now = outer.now()
  const until = input.oldWorksUntil ? new Date(input.oldWorksUntil) : new Date(now.getTime() + usualGrace)
  if (until.getTime() > now.getTime() + longestGrace)
    throw new InvalidInput('That is too far away.', [{ pointer: '/oldWorksUntil', detail: 'expected 90 days at most' }])
  return transaction(outer, async (ctx) => {
    const source = await findSource(ctx, name)
    const changed = await unlessTaken(
      'Another source has this token.',
      ctx.db
        .updateTable('sources')
        .set({
          ...tokenColumns(ctx, input.token ?? newToken(ctx)),
          old_token_hash: source.token_hash,
          old_token_until: until,
          updated_at: now,
        })
        .where('id', '=', source.id)
        .where('org_id', '=', ctx.org)
        .where('token_hash', '=', source.token_hash)
        .returningAll()
        .executeTakeFirstOrThrow(),
    )
    await record(ctx, {
      kind: 'source.token_rotated',
      subject: source.id,
      data: { key: source.key, oldWorksUntil: until.toISOString() },
    })
    return changed
  })
}
