import type { Heard } from '../channels/channel.ts'
import type { Context } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { seal } from '../lib/seal.ts'
import { z } from '../lib/zod.ts'
import { defineJob, enqueue } from '../queue/job.ts'
import { destinationHash } from '../subscribers/find.ts'
import type { Account } from './account.ts'
import { keywordOf } from './keyword.ts'
import { startAgain, stopAll } from './stop.ts'

/** What the job needs to answer: `to` is the sealed identity. */
export const answerJob = defineJob(
  'answer-reply',
  z.object({ account: z.string(), to: z.string(), answer: z.enum(['stop', 'start', 'help']) }),
)
export type Answer = z.output<(typeof answerJob)['input']>

/**
 * A reader wrote to us. STOP ends every message to them on this channel, whatever page of the organization it is of; START takes
 * that back; HELP is answered; anything else is kept for people to read. STOP is confirmed once: then there is silence.
 */
export async function takeReply(
  ctx: Context,
  account: Account,
  reply: Extract<Heard, { heard: 'reply' }>,
): Promise<void> {
  const { channel } = account
  const hash = destinationHash(ctx, channel.medium, reply.from)
  const keyword = keywordOf(reply.text)
  await keep(ctx, account, reply, { hash, keyword })
  const isNews =
    keyword === 'stop'
      ? await stopAll(ctx, channel, hash)
      : keyword === 'start'
        ? await startAgain(ctx, channel, hash)
        : keyword === 'help'
  if (keyword === null || !isNews || reply.answered) return
  const to = seal(ctx.settings.secret, ctx.random, reply.from).toString('base64')
  await enqueue(ctx, answerJob, { account: account.id, to, answer: keyword })
}

async function keep(
  ctx: Context,
  { id, channel }: Account,
  { from, text }: { from: string; text: string },
  { hash, keyword }: { hash: Buffer; keyword: ReturnType<typeof keywordOf> },
) {
  const target = targetOf(channel, from)
  await ctx.db
    .insertInto('replies')
    .values({
      id: newId(ctx),
      org_id: ctx.org,
      account_id: id,
      channel: channel.medium,
      from_hash: hash,
      label: target === null ? 'somebody' : channel.label(target),
      body: text.replaceAll('\0', '').slice(0, 2000),
      keyword,
      created_at: ctx.now(),
    })
    .execute()
}

/** The destination that an identity names, where one word is all of it: a telephone number, a chat. Null elsewhere. */
export function targetOf({ target }: Account['channel'], identity: string): unknown {
  for (const named of [{ number: identity }, { chat: identity }]) {
    const parsed = target.safeParse(named)
    if (parsed.success) return parsed.data
  }
  return null
}
