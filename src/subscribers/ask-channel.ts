import { audiencesOf } from '../audiences/find.ts'
import type { Reader } from '../audiences/reader.ts'
import { rightsOf } from '../audiences/rights.ts'
import type { Settings } from '../channel-accounts/settings.ts'
import { sealed } from '../channel-accounts/settings.ts'
import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { defineJob, enqueue } from '../queue/job.ts'
import { readChoice } from './choice.ts'
import { type Destination, destinationOf } from './destination.ts'

export const subscribeChannelJob = defineJob(
  'subscribe-channel',
  z.object({
    page: z.string(),
    channel: z.string(),
    /** Sealed: a destination is nobody's business who reads the queue. */
    target: z.string(),
    components: z.array(z.string()).nullable(),
    /** In which they asked, and are written to. */
    language: z.string().nullable().default(null),
  }),
)

export type ChannelWish = {
  page: string
  channel: string
  target: Settings
  components: readonly string[] | null
  language?: string
}

/**
 * As `askToSubscribe`, for a destination on another channel than mail: the answer is the same whether it is known,
 * unknown or must not be written to, and the truth goes to the destination alone. Throws InvalidInput where the
 * destination or a component is none.
 */
export async function askByChannel(ctx: Context, input: ChannelWish, reader: Reader): Promise<Destination> {
  const destination = destinationOf(ctx, input.channel, input.target)
  const rights = rightsOf(await audiencesOf(ctx, input.page), reader)
  const choice = await readChoice(ctx, input.page, input.components, rights)
  await enqueue(ctx, subscribeChannelJob, {
    page: input.page,
    channel: destination.channel,
    target: sealed(ctx, input.target).toString('base64'),
    components: choice === null ? null : [...choice],
    language: input.language ?? null,
  })
  return destination
}
