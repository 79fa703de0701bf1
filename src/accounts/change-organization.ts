import { record } from '../events/record.ts'
import { changesBetween, isUnchanged } from '../lib/changes.ts'
import { type Context, transaction } from '../lib/context.ts'
import { oneLine } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'

export const ChangeOrganization = z.strictObject({
  name: oneLine(100).optional(),
  inboxRetentionDays: z
    .int('expected a whole number of days')
    .min(1, 'expected 1 day or more')
    .max(3650, 'expected 3,650 days at most')
    .optional()
    .meta({ description: 'How long arrivals stay in the inbox, in days. Alerts, and what came of them, stay.' }),
})

export type OrganizationSettings = { name: string; inboxRetentionDays: number }

export async function organizationSettings(ctx: Context): Promise<OrganizationSettings> {
  const row = await ctx.db
    .selectFrom('organizations')
    .select(['name', 'inbox_retention_days'])
    .where('id', '=', ctx.org)
    .executeTakeFirstOrThrow()
  return { name: row.name, inboxRetentionDays: row.inbox_retention_days }
}

/** Changes the organization's name, or how long its inbox is kept. What is older goes with the next clean-up. */
export async function changeOrganization(outer: Context, input: z.infer<typeof ChangeOrganization>): Promise<void> {
  await transaction(outer, async (ctx) => {
    const changes = changesBetween(await organizationSettings(ctx), input)
    if (isUnchanged(changes)) return
    await ctx.db
      .updateTable('organizations')
      .set({ name: input.name, inbox_retention_days: input.inboxRetentionDays })
      .where('id', '=', ctx.org)
      .execute()
    await record(ctx, { kind: 'organization.changed', subject: ctx.org, data: { changes } })
  })
}
