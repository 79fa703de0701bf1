import { type OtherWords, otherWords } from '../drafts/other-words.ts'
import type { IncidentDetails } from '../incidents/details.ts'
import type { Context } from '../lib/context.ts'
import { fill } from '../messages/fill.ts'
import { findMessage, messagesOf } from '../messages/find.ts'
import { phases } from '../messages/schema.ts'
import { textFor } from '../messages/texts.ts'
import { valuesFor } from '../messages/values.ts'
import type { Page } from '../pages/find.ts'
import { pageUrl } from '../pages/url.ts'
import { promisedAt } from './fields.ts'

/** The organization's messages, as choices to start a text from. */
export const messageChoices = async (ctx: Context): Promise<(readonly [string, string])[]> =>
  (await messagesOf(ctx)).map(({ id, key }) => [id, key] as const)

/** A message's words for a phase, filled in with what is known of the incident. What only an alert knows stays empty. */
export async function messageText(
  ctx: Context,
  {
    name,
    page,
    details,
    status,
    next,
    component,
  }: {
    name: string
    page: Page
    details: IncidentDetails | null
    status: string
    next: string
    /** The affected component. */
    component: string | null
  },
): Promise<{ title: string; body: string } & OtherWords> {
  const message = await findMessage(ctx, name)
  const row = component
    ? await ctx.db
        .selectFrom('components')
        .select(['name', 'description'])
        .where('org_id', '=', ctx.org)
        .where('id', '=', component)
        .executeTakeFirst()
    : undefined
  const values = valuesFor({
    now: ctx.now(),
    page: { name: page.name, url: await pageUrl(ctx, page), timeZone: page.time_zone },
    component: row ?? null,
    alert: { title: '', summary: null, severity: null, url: null, source: '', labels: {} },
    startedAt: details?.incident.started_at ?? ctx.now(),
    endedAt: null,
    nextUpdateAt: promisedAt(ctx, status, next),
  })
  const phase = phases.find((one) => one === status) ?? 'investigating'
  const body = phase === 'identified' ? (message.identified ?? message.investigating) : textFor(message, phase)
  return {
    title: fill(message.title, 'title', values),
    body: fill(body, 'body', values),
    ...(await otherWords(ctx, { page: page.id, message, phase, values, inLanguages: [] })),
  }
}
