import { record } from '../events/record.ts'
import type { Context } from '../lib/context.ts'
import { Conflict, InvalidInput } from '../lib/errors.ts'
import { newId } from '../lib/id.ts'
import { unlessTaken } from '../lib/taken.ts'
import { lockFor } from '../rules/facts.ts'
import { holderOf, isOperator, release } from './owner.ts'

type Page = { id: string; name: string; host: string | null }

/**
 * The host name that the page's settings say, beside the change of the page itself. The operator's word needs no proof;
 * others choose among the names that they have proven. A name that was only declared ends with the word for it.
 */
export async function declareHost(ctx: Context, page: Page, host: string | null): Promise<void> {
  if (host !== null && (host !== page.host || ctx.actor.kind === 'file')) await declare(ctx, page, host)
  if (page.host !== null && page.host !== host) await withdraw(ctx, page, [page.host])
}

/** Sets the further names that a file declares, beside the page's own `host`. */
export async function declareDomains(ctx: Context, page: Page, hosts: readonly string[]): Promise<void> {
  for (const host of hosts) await declare(ctx, page, host)
  const gone = (await declaredOf(ctx, page.id)).filter((host) => host !== page.host && !hosts.includes(host))
  await withdraw(ctx, page, gone)
}

/** The names of a page that stand on the operator's word alone. */
export async function declaredOf(ctx: Context, page: string): Promise<string[]> {
  const rows = await declared(ctx).where('page_id', '=', page).execute()
  return rows.map(({ host }) => host)
}

/** Those of all pages. */
export const allDeclared = (ctx: Context): Promise<{ page_id: string; host: string }[]> => declared(ctx).execute()

const declared = ({ db, org }: Context) =>
  db
    .selectFrom('domains')
    .select(['page_id', 'host'])
    .where('org_id', '=', org)
    .where('proof', '=', 'declared')
    .where('state', '=', 'proven')
    .orderBy('host')

async function declare(ctx: Context, page: Page, host: string): Promise<void> {
  await lockFor(ctx, 'key', `host ${host}`)
  const holder = await holderOf(ctx, host)
  // What a file says stands, also when a record that proved it before is gone.
  if (holder?.page_id === page.id && (ctx.actor.kind !== 'file' || holder.proof === 'declared')) return
  if (holder && holder.page_id !== page.id) throw new Conflict(`Another page has the host name "${host}".`)
  if (!(await isOperator(ctx))) throw unproven(host)
  const row = { state: 'proven', proof: 'declared', proven_at: ctx.now(), lost_at: null, check_at: null } as const
  const { id } = await unlessTaken(
    `Another page has the host name "${host}".`,
    ctx.db
      .insertInto('domains')
      .values({
        ...row,
        id: newId(ctx),
        org_id: ctx.org,
        page_id: page.id,
        host,
        token: ctx.random(16).toString('hex'),
        created_at: ctx.now(),
      })
      .onConflict((oc) => oc.columns(['page_id', 'host']).doUpdateSet(row))
      .returning('id')
      .executeTakeFirstOrThrow(),
  )
  await ctx.db.deleteFrom('released_hosts').where('host', '=', host).execute()
  await record(ctx, { kind: 'domain.proven', subject: id, page: page.id, data: { host, proof: 'declared' } })
}

async function withdraw(ctx: Context, page: Page, hosts: readonly string[]): Promise<void> {
  if (hosts.length === 0) return
  const gone = await ctx.db
    .deleteFrom('domains')
    .where('org_id', '=', ctx.org)
    .where('page_id', '=', page.id)
    .where('proof', '=', 'declared')
    .where('host', 'in', hosts)
    .returning(['id', 'host'])
    .execute()
  await release(
    ctx,
    gone.map(({ host }) => host),
  )
  for (const { id, host } of gone)
    await record(ctx, { kind: 'domain.removed', subject: id, page: page.id, data: { host } })
}

const unproven = (host: string) =>
  new InvalidInput('This host name is not proven.', [
    { pointer: '/host', detail: `expected a name that is proven for this page: add ${host} to its host names first` },
  ])
