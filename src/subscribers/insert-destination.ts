import { record } from '../events/record.ts'
import type { Context } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { type Choice, writeChoice } from './choice.ts'
import type { Destination } from './destination.ts'
import type { Subscriber } from './find.ts'

export type NewDestination = {
  page: string
  destination: Destination
  choice: Choice
  state: 'unconfirmed' | 'active'
  managedBy: string | null
  language?: string | null
}

/** A new subscriber, on whatever channel. */
export async function insertDestination(ctx: Context, input: NewDestination): Promise<Subscriber> {
  const now = ctx.now()
  const subscriber = await ctx.db
    .insertInto('subscribers')
    .values({
      id: newId(ctx),
      org_id: ctx.org,
      page_id: input.page,
      ...input.destination,
      state: input.state,
      language: input.language ?? null,
      managed_by: input.managedBy,
      created_at: now,
      updated_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await writeChoice(ctx, subscriber, input.choice)
  await record(ctx, {
    kind: 'subscriber.created',
    subject: subscriber.id,
    page: input.page,
    data: { state: input.state, channel: input.destination.channel },
  })
  return { ...subscriber, all_components: input.choice === null }
}
