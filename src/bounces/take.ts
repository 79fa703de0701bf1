import { sql } from 'kysely'
import { type ReturnPath, readReturnPath } from '../channels/email-returns.ts'
import { asSystem, type Base, type Context, transaction } from '../lib/context.ts'
import { unsubscribe } from '../subscribers/change.ts'
import { noteBounce, suppressDestination } from '../subscribers/suppress.ts'
import { type Report, readReport } from './report.ts'

/** A mail as it came to the receiver. */
export type Arrived = { from: string; to: string; raw: string }

/** Does what follows from a mail that came back, and says what that was. Answers nothing, whatever it is. */
export async function takeReturned(base: Base, { from, to, raw }: Arrived): Promise<string> {
  const report = readReport(raw, from)
  const named = readReturnPath(base.settings.secret, to) ?? (report.kind === 'complaint' ? namedIn(base, raw) : null)
  if (!named) return 'names no delivery of ours'
  const delivery = (await sentAs(base, 'deliveries', named)) ?? (await sentAs(base, 'letters', named))
  if (!delivery) return 'the delivery is forgotten'
  return follow(asSystem(base, delivery.org_id, 'mail that came back'), delivery, named, report)
}

/** A digest is a letter; all else that subscribers get is a delivery. */
type Kind = 'deliveries' | 'letters'

async function sentAs(
  base: Base,
  kind: Kind,
  { delivery }: ReturnPath,
): Promise<(Delivery & { org_id: string }) | null> {
  const { rows } = await sql<Omit<Delivery, 'kind'> & { org_id: string }>`
    select d.id, d.org_id, s.id as subscriber, s.channel, s.address_hash as hash, s.email, d.sent_at
    from ${sql.table(kind)} d join subscribers s on s.id = d.subscriber_id where d.id = ${delivery}`.execute(base.db)
  return rows[0] ? { ...rows[0], kind } : null
}

type Delivery = {
  id: string
  kind: Kind
  subscriber: string
  channel: string
  hash: Buffer
  email: string | null
  sent_at: Date | null
}

async function follow(outer: Context, delivery: Delivery, named: ReturnPath, report: Report): Promise<string> {
  // The mail that mail programs send for `List-Unsubscribe: <mailto:…>`.
  if (report.kind === 'person' && named.for === 'unsubscribe') {
    await unsubscribe({ ...outer, actor: { kind: 'reader', name: 'a subscriber' } }, delivery.subscriber)
    return 'unsubscribed'
  }
  if (report.kind !== 'bounce' && report.kind !== 'complaint') return 'no report'
  const reason = `${report.kind === 'bounce' ? 'It came back' : 'The reader complained'}: ${report.reason}`
  return transaction(outer, async (ctx) => {
    const failed = await ctx.db
      .updateTable(delivery.kind)
      .set({ state: 'failed', detail: reason })
      .where('id', '=', delivery.id)
      .where('state', '=', 'sent')
      .returning('id')
      .executeTakeFirst()
    if (report.kind === 'complaint' || report.hard) {
      const said = delivery.email ? reason.replaceAll(delivery.email, 'the address') : reason
      await suppressDestination(ctx, {
        channel: delivery.channel,
        hash: delivery.hash,
        reason,
        said,
        at: delivery.sent_at,
      })
      return 'suppressed'
    }
    // What is reported twice counts once.
    if (failed) await noteBounce(ctx, delivery.subscriber, reason)
    return failed ? 'counted' : 'known'
  })
}

/** A complaint comes to the address that is registered with a provider; the mail it is about is part of it. */
function namedIn(base: Pick<Base, 'settings'>, raw: string): ReturnPath | null {
  for (const [address] of raw.slice(0, 200_000).matchAll(/\b[bu]\+[0-9a-z]{1,40}-[0-9a-f]{20}@/gi)) {
    const named = readReturnPath(base.settings.secret, address)
    if (named) return named
  }
  return null
}
