import { audiencesOf } from '../audiences/find.ts'
import type { Reader } from '../audiences/reader.ts'
import { rightsOf } from '../audiences/rights.ts'
import { parseAddress } from '../lib/address.ts'
import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { defineJob, enqueue } from '../queue/job.ts'
import { readChoice } from './choice.ts'

export const subscribeJob = defineJob(
  'subscribe',
  z.object({ page: z.string(), email: z.string(), components: z.array(z.string()).nullable() }),
)

/**
 * Takes a reader's wish to subscribe and answers the same, in the same time, whether the address is known, unknown or
 * must not be written to: all that depends on it happens in a job, and the truth goes by mail alone. Throws
 * InvalidInput where the address or a component is none, or is one that this reader may not see.
 */
export async function askToSubscribe(
  ctx: Context,
  input: { page: string; email: string; components: readonly string[] | null },
  reader: Reader,
) {
  const email = parseAddress(input.email)
  const rights = rightsOf(await audiencesOf(ctx, input.page), reader)
  const choice = await readChoice(ctx, input.page, input.components, rights)
  await enqueue(ctx, subscribeJob, { page: input.page, email, components: choice === null ? null : [...choice] })
}
