import { letterMessage } from '../channels/email-letter.ts'
import { queueLetter } from '../letters/queue.ts'
import { consoleUrl } from '../lib/console-url.ts'
import type { Context } from '../lib/context.ts'
import { findPage } from '../pages/find.ts'
import { recordName, recordValue } from './prove.ts'
import { graceDays } from './when.ts'

/** Tells the organization's owners that a host name has lost its proof, or has stopped for it. */
export async function tellOwners(ctx: Context, event: number): Promise<void> {
  const { subject_id } = await ctx.db
    .selectFrom('events')
    .select('subject_id')
    .where('id', '=', event)
    .where('org_id', '=', ctx.org)
    .executeTakeFirstOrThrow()
  const domain = await ctx.db
    .selectFrom('domains')
    .selectAll()
    .where('id', '=', subject_id)
    .where('org_id', '=', ctx.org)
    .executeTakeFirst()
  if (!domain?.lost_at) return
  const page = await findPage(ctx, domain.page_id)
  const stopped = domain.state === 'broken'
  const owners = await ctx.db
    .selectFrom('users')
    .select(['id', 'email'])
    .where('org_id', '=', ctx.org)
    .where('role', '=', 'owner')
    .where('disabled_at', 'is', null)
    .execute()
  const message = letterMessage({
    subject: `[${page.name}] ${domain.host} ${stopped ? 'no longer leads to the page' : 'is no longer proven'}`,
    paragraphs: [
      stopped
        ? `${domain.host} is not proven to be yours any more, so ${page.name} is no longer served there.`
        : `The proof that ${domain.host} is yours was not found. The page is served there for ${graceDays} days more.`,
      `Put back the TXT record ${recordName(domain.host)} with the value ${recordValue(domain.token)}; it is looked for again and again.`,
    ],
    action: { label: 'Look at it', url: `${consoleUrl(ctx.settings)}/console/settings/pages/${page.id}/domains` },
    footer: 'You get this because you are an owner.',
  })
  for (const { id, email } of owners)
    await queueLetter(ctx, {
      kind: 'domain',
      sender: 'Upfront',
      recipient: email,
      message,
      occasion: `event ${event} to ${id}`,
    })
}
