import { type Selectable, sql } from 'kysely'
import type { Certificates } from '../db/schema.ts'
import { isOperators } from '../domains/owner.ts'
import { pageChanged } from '../events/record.ts'
import type { Context } from '../lib/context.ts'
import { seal } from '../lib/seal.ts'
import { type Issued, orderCertificate } from './order.ts'
import { wantedNames } from './wanted.ts'

type Certificate = Selectable<Certificates>
type Order = typeof orderCertificate

const minute = 60_000

/** Orders in one run: an authority counts them, and a flood of names must not use up what renewals need. */
const mostAtOnce = 5

/**
 * Orders what is missing and what has passed two thirds of its time; a recurring task. A name is claimed before the network
 * is asked, so that two processes never order the same.
 */
export async function renewCertificates(ctx: Context, order: Order = orderCertificate): Promise<number> {
  const { acme } = ctx.settings
  // They are the installation's: one organization's turn is enough.
  if (!acme || !(await isOperators(ctx, ctx.org))) return 0
  const due = await claimDue(ctx, (await settleNames(ctx)).ordered)
  for (const certificate of due) {
    try {
      await keep(ctx, certificate, await order(ctx, acme, certificate.host))
    } catch (error) {
      await fail(ctx, certificate, error)
    }
  }
  return due.length
}

/** Brings the list in line with the names: new ones are due at once, those that are given up are forgotten. */
async function settleNames(ctx: Context) {
  const names = await wantedNames(ctx)
  await sql`insert into certificates (host, order_at)
    select host, ${ctx.now()} from unnest(${names.ordered}::text[]) as host on conflict do nothing`.execute(ctx.db)
  await ctx.db.deleteFrom('certificates').where('host', '<>', sql<string>`all(${names.kept}::text[])`).execute()
  await ctx.db.deleteFrom('acme_challenges').where('expires_at', '<', ctx.now()).execute()
  return names
}

const claimDue = (ctx: Context, hosts: readonly string[]): Promise<Certificate[]> =>
  ctx.db
    .updateTable('certificates')
    .set({ order_at: new Date(ctx.now().getTime() + 10 * minute) })
    .where('host', 'in', (eb) =>
      eb
        .selectFrom('certificates')
        .select('host')
        .where('order_at', '<=', ctx.now())
        .where('host', '=', sql<string>`any(${hosts}::text[])`)
        .orderBy('order_at')
        .limit(mostAtOnce)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute()

async function keep(ctx: Context, { host }: Certificate, { chain, key, notBefore, notAfter }: Issued) {
  const order_at = new Date(notBefore.getTime() + ((notAfter.getTime() - notBefore.getTime()) * 2) / 3)
  await ctx.db
    .updateTable('certificates')
    .set({
      ...{ chain, order_at, sealed_key: seal(ctx.settings.secret, ctx.random, key) },
      ...{ not_before: notBefore, not_after: notAfter, failures: 0, failed_at: null, reason: null },
    })
    .where('host', '=', host)
    .execute()
  await sql`select pg_notify(${pageChanged}, 'certificates')`.execute(ctx.db)
  ctx.log.info({ event: 'certificate_issued', host, until: notAfter }, 'a certificate was issued')
}

/** Later each time, and daily at last: an authority that is asked too often refuses everything for a while. */
async function fail(ctx: Context, { host, failures }: Certificate, error: unknown) {
  const wait = Math.min(24 * 60, 5 * 2 ** failures)
  const reason = inWords(error)
  await ctx.db
    .updateTable('certificates')
    .set({
      failures: failures + 1,
      failed_at: ctx.now(),
      reason,
      order_at: new Date(ctx.now().getTime() + wait * minute),
    })
    .where('host', '=', host)
    .execute()
  ctx.log.warn({ event: 'certificate_failed', host, reason, again: `in ${wait} minutes` }, 'no certificate')
}

const inWords = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').slice(0, 500)
