import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import { lockFor } from '../rules/facts.ts'
import type { Domain } from './find.ts'
import { holderOf, waitsUntil } from './owner.ts'
import { leave, moveIn } from './place.ts'
import type { Finding, Look, Proof } from './prove.ts'
import { afterMissing, nextLook } from './when.ts'

/**
 * What follows from a look at a host name. `yields`: the other organization's hold on it that gives way, because the
 * record is ours and no longer theirs.
 */
export async function settleLook(outer: Context, id: string, look: Look, yields: string | null): Promise<Domain> {
  return transaction(outer, async (ctx) => {
    const { host } = await row(ctx, id)
    await lockFor(ctx, 'key', `host ${host}`)
    const domain = await row(ctx, id)
    if (look.proof === null) return missing(ctx, domain, look.findings)
    const obstacle = domain.state === 'proven' ? null : await obstacleTo(ctx, domain, look.proof, yields)
    if (obstacle !== null) return missing(ctx, domain, [...look.findings, obstacle])
    return proven(ctx, domain, look.proof, look.findings)
  })
}

async function proven(ctx: Context, domain: Domain, proof: Proof, findings: Finding[]): Promise<Domain> {
  const isNew = domain.state !== 'proven'
  const now = ctx.now()
  const after = await update(ctx, domain, {
    state: 'proven',
    proof,
    proven_at: isNew ? now : domain.proven_at,
    lost_at: null,
    findings,
    check_at: nextLook({ ...domain, state: 'proven', lost_at: null }, now),
  })
  if (!isNew && domain.lost_at === null) return after
  await ctx.db.deleteFrom('released_hosts').where('host', '=', domain.host).execute()
  const { host, page_id: page } = domain
  await record(ctx, { kind: 'domain.proven', subject: domain.id, page, data: { host, proof } })
  if (isNew) await moveIn(ctx, domain)
  return after
}

async function missing(ctx: Context, domain: Domain, findings: Finding[]): Promise<Domain> {
  const now = ctx.now()
  const { state, lost_at } = afterMissing(domain, now)
  const after = await update(ctx, domain, {
    state,
    lost_at,
    findings,
    check_at: nextLook({ ...domain, state, lost_at }, now),
  })
  const { host, page_id: page } = domain
  if (domain.state === 'proven')
    ctx.log.warn({ event: 'domain_not_proven', host, state, since: lost_at }, 'the proof of a host name is missing')
  if (state === 'broken' && domain.state === 'proven') {
    await leave(ctx, domain)
    await record(ctx, { kind: 'domain.stopped', subject: domain.id, page, data: { host } })
  } else if (lost_at !== null && domain.lost_at === null)
    await record(ctx, { kind: 'domain.lost', subject: domain.id, page, data: { host } })
  return after
}

/** Why a name that is proven cannot be had all the same; null where it can. Who gives way is put out. */
async function obstacleTo(ctx: Context, { host, page_id }: Domain, proof: Proof, yields: string | null) {
  const holder = await holderOf(ctx, host)
  const because = (found: string): Finding => ({ look: proof, expected: 'a host name that is free here', found })
  if (holder && holder.org_id === ctx.org && holder.page_id !== page_id) return because('another page of yours has it')
  if (holder && holder.org_id !== ctx.org) {
    if (holder.id !== yields) return because('another page of this installation has it, and its proof still stands')
    await putOut(ctx, holder)
    return null
  }
  const until = proof === 'dns' ? null : await waitsUntil(ctx, host)
  return until && because(`it was given up by somebody else: until ${until.toISOString()} only a TXT record proves it`)
}

/** In the other organization's name, so that its people find it among their changes. */
async function putOut(ctx: Context, holder: Domain) {
  const theirs: Context = { ...ctx, org: holder.org_id, actor: { kind: 'system', name: 'host names' } }
  const { id, host, page_id: page } = holder
  const found = 'another organization proves it by a record'
  await update(theirs, holder, {
    state: 'broken',
    lost_at: holder.lost_at ?? ctx.now(),
    findings: [{ look: 'dns', expected: 'the record of this page', found }],
    check_at: nextLook({ ...holder, state: 'broken' }, ctx.now()),
  })
  await leave(theirs, holder)
  await record(theirs, { kind: 'domain.stopped', subject: id, page, data: { host, moved: true } })
}

type Change = Partial<Pick<Domain, 'state' | 'proof' | 'proven_at' | 'lost_at' | 'check_at'>> & { findings: Finding[] }

const update = (ctx: Context, { id }: Domain, { findings, ...change }: Change): Promise<Domain> =>
  ctx.db
    .updateTable('domains')
    .set({ ...change, findings: JSON.stringify(findings), checked_at: ctx.now() })
    .where('id', '=', id)
    .where('org_id', '=', ctx.org)
    .returningAll()
    .executeTakeFirstOrThrow()

async function row(ctx: Context, id: string): Promise<Domain> {
  const found = await ctx.db
    .selectFrom('domains')
    .selectAll()
    .where('id', '=', id)
    .where('org_id', '=', ctx.org)
    .executeTakeFirst()
  if (!found) throw new NotFound('host name')
  return found
}
