import type { Context } from '../lib/context.ts'

export type FailedLetter = { kind: string; recipient: string; detail: string | null; createdAt: Date }

/** Letters to single people that failed in the past week, newest first. */
export const failedLetters = (ctx: Context): Promise<FailedLetter[]> =>
  ctx.db
    .selectFrom('letters')
    .select(['kind', 'recipient', 'detail', 'created_at as createdAt'])
    .where('org_id', '=', ctx.org)
    .where('state', '=', 'failed')
    .where('created_at', '>', new Date(ctx.now().getTime() - 7 * 86_400_000))
    .orderBy('created_at', 'desc')
    .limit(20)
    .execute()
