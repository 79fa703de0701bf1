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
  graceSeconds: z
    .int()
    .min(0)
    .max(60)
    .optional()
    .meta({ description: 'How long nobody is told of what is posted in the console, so that it can be stopped.' }),
})

export type OrganizationSettings = { name: string; inboxRetentionDays: number; graceSeconds: number }

export async function organizationSettings(ctx: Context): Promise<OrganizationSettings> {
  const row = await ctx.db
    .selectFrom('organizations')
    .select(['name', 'inbox_retention_days', 'grace_seconds'])
    .where('id', '=', ctx.org)
    .executeTakeFirstOrThrow()
  return { name: row.name, inboxRetentionDays: row.inbox_retention_days, graceSeconds: row.grace_seconds }
}

/** Changes what an organization has set. What its inbox keeps no more goes with the next clean-up. */
export async function changeOrganization(outer: Context, input: z.infer<typeof ChangeOrganization>): Promise<void> {
  await transaction(outer, async (ctx) => {
    const changes = changesBetween(await organizationSettings(ctx), input)
    if (isUnchanged(changes)) return
    await ctx.db
      .updateTable('organizations')
      .set({
        name: input.name,
        inbox_retention_days: input.inboxRetentionDays,
        grace_seconds: input.graceSeconds,
      })
      .where('id', '=', ctx.org)
      .execute()
    await record(ctx, { kind: 'organization.changed', subject: ctx.org, data: { changes } })
  })
}
