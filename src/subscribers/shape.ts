import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { instant } from '../web/paging.ts'
import type { Subscriber } from './find.ts'
import { WishesShape, wishesOf } from './preferences.ts'

export const SubscriberShape = z
  .object({
    id: z.string(),
    page: z.string(),
    email: z.string().nullable().meta({ description: 'Null once erased.' }),
    channel: z.string(),
    label: z.string().nullable().meta({ description: 'What a destination on another channel than mail is called.' }),
    state: z.string(),
    reason: z.string().nullable().meta({ description: 'Why it is suppressed or unsubscribed.' }),
    components: z.array(z.string()).nullable().meta({ description: 'Keys of components; null for everything.' }),
    preferences: WishesShape,
    labels: z.array(z.string()),
    locked: z.boolean(),
    wishToLeaveAt: instant
      .nullable()
      .meta({ description: 'When somebody last asked to unsubscribe an address that is locked.' }),
    confirmedAt: instant.nullable(),
    managedBy: z.string().nullable().meta({ description: 'The configuration file that names it.' }),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('Subscriber')

/** Subscribers as the API shows them, their choices read at once. */
export async function subscriberShapes(
  ctx: Context,
  rows: readonly Subscriber[],
): Promise<z.input<typeof SubscriberShape>[]> {
  const chosen = await ctx.db
    .selectFrom('subscriber_components as sc')
    .innerJoin('components as c', 'c.id', 'sc.component_id')
    .select(['sc.subscriber_id', 'c.key'])
    .where('sc.subscriber_id', '=', sql<string>`any(${rows.map((row) => row.id)}::text[])`)
    .orderBy('c.key')
    .execute()
  const keys = Map.groupBy(chosen, (row) => row.subscriber_id)
  return rows.map((row) => ({
    id: row.id,
    page: row.page_id,
    email: row.state === 'erased' ? null : row.email,
    channel: row.channel,
    label: row.state === 'erased' ? null : row.label,
    state: row.state,
    reason: row.reason,
    components: row.all_components ? null : (keys.get(row.id) ?? []).map(({ key }) => key),
    preferences: wishesOf(row),
    labels: row.labels,
    locked: row.locked,
    wishToLeaveAt: row.wish_to_leave_at,
    confirmedAt: row.consent_at,
    managedBy: row.managed_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }))
}
