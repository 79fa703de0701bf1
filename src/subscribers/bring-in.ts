import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { type Change, type Decision, decide, type Entry, type EntryState, type Known } from './decide.ts'
import type { Subscriber } from './find.ts'

export type BroughtIn = Pick<Decision, 'outcome' | 'reason'> & {
  /** Null where it is not there and was not added. */
  id: string | null
}

export type How = {
  page: string
  /** Of entries that name no state. */
  usual: EntryState
  /** What is kept as consent of an active one that brings none of its own. */
  vouch: string
}

/** What would become of entries, in their order. No two may be of one destination. */
export async function weigh(ctx: Context, how: How, entries: readonly Entry[]): Promise<BroughtIn[]> {
  const { known, refused } = await lookUp(ctx, how.page, entries, false)
  return entries.map((entry) => {
    const key = keyOf(entry.destination)
    const { outcome, reason } = decide(entry, known.get(key), refused.get(hashOf(entry)), how.usual)
    return { outcome, reason, id: known.get(key)?.subscriber.id ?? null }
  })
}

/**
 * Brings entries in, a few hundred at once, in a transaction: what is not there is added, what is there is brought in line.
 * Nobody is told.
 */
export async function bringIn(ctx: Context, how: How, entries: readonly Entry[]): Promise<BroughtIn[]> {
  if (!ctx.db.isTransaction) throw new Error('subscribers are brought in within a transaction')
  const { known, refused } = await lookUp(ctx, how.page, entries, true)
  const decided = entries.map((entry) => ({
    entry,
    key: keyOf(entry.destination),
    decision: decide(entry, known.get(keyOf(entry.destination)), refused.get(hashOf(entry)), how.usual),
  }))
  const news = decided.filter(({ decision }) => decision.outcome === 'added')
  const ids = await insert(ctx, how, news as Decided[])
  for (const one of decided as Decided[])
    if (one.decision.outcome === 'changed') await bringInLine(ctx, how, one, known.get(one.key)!)
  const added = new Set<string>()
  return decided.map(({ key, decision: { outcome, reason } }) => {
    const id = known.get(key)?.subscriber.id ?? ids.get(key) ?? null
    if (outcome === 'added' && added.has(key))
      return { outcome: 'left_alone', reason: 'An earlier one has this address.', id }
    if (outcome === 'added') added.add(key)
    // Somebody else added it in the same moment.
    return outcome === 'added' && id === null ? { outcome: 'unchanged', reason: null, id } : { outcome, reason, id }
  })
}

type Decided = { entry: Entry; key: string; decision: { outcome: string; change: Change } }

const hashOf = ({ destination }: Entry) => destination.address_hash.toString('hex')
const keyOf = ({ channel, address_hash }: { channel: string; address_hash: Buffer }) =>
  `${channel} ${address_hash.toString('hex')}`

async function lookUp(ctx: Context, page: string, entries: readonly Entry[], isLocked: boolean) {
  const hashes = entries.map(({ destination }) => destination.address_hash)
  const rows = await ctx.db
    .selectFrom('subscribers')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('page_id', '=', page)
    .where('address_hash', '=', sql<Buffer>`any(${hashes}::bytea[])`)
    .orderBy('id')
    .$if(isLocked, (query) => query.forUpdate())
    .execute()
  const chosen = await ctx.db
    .selectFrom('subscriber_components')
    .selectAll()
    .where('subscriber_id', '=', sql<string>`any(${rows.map(({ id }) => id)}::text[])`)
    .execute()
  const choices = Map.groupBy(chosen, ({ subscriber_id }) => subscriber_id)
  const suppressed = await ctx.db
    .selectFrom('suppressions')
    .select(['address_hash', 'reason'])
    .where('org_id', '=', ctx.org)
    .where('address_hash', '=', sql<Buffer>`any(${hashes}::bytea[])`)
    .execute()
  const choiceOf = (row: Subscriber) =>
    row.all_components ? null : (choices.get(row.id) ?? []).map(({ component_id }) => component_id)
  return {
    known: new Map<string, Known>(rows.map((row) => [keyOf(row), { subscriber: row, choice: choiceOf(row) }])),
    refused: new Map(suppressed.map(({ address_hash, reason }) => [address_hash.toString('hex'), reason])),
  }
}

async function insert(ctx: Context, how: How, news: readonly Decided[]): Promise<Map<string, string>> {
  if (news.length === 0) return new Map()
  const now = ctx.now()
  const inserted = await ctx.db
    .insertInto('subscribers')
    .values(
      news.map(({ entry, decision: { change } }) => ({
        id: newId(ctx),
        org_id: ctx.org,
        page_id: how.page,
        ...entry.destination,
        state: change.state,
        reason: quietReason(change.state),
        all_components: change.choice === null,
        labels: [...change.labels],
        language: change.language,
        ...consentOf(entry, how, change.state, now),
        created_at: now,
        updated_at: now,
      })),
    )
    .onConflict((oc) => oc.constraint('subscribers_destination').doNothing())
    .returning(['id', 'channel', 'address_hash'])
    .execute()
  const ids = new Map(inserted.map((row) => [keyOf(row), row.id]))
  await choose(
    ctx,
    news.flatMap(({ key, decision }) => (decision.change.choice ?? []).map((component) => [ids.get(key), component])),
  )
  await suppressed(
    ctx,
    news.filter(({ decision }) => decision.change.state === 'suppressed'),
  )
  return ids
}

async function bringInLine(ctx: Context, how: How, { entry, decision: { change } }: Decided, { subscriber }: Known) {
  const { id } = subscriber
  await ctx.db
    .updateTable('subscribers')
    .set({
      state: change.state,
      all_components: change.choice === null,
      labels: [...change.labels],
      language: change.language,
      updated_at: ctx.now(),
      ...(change.state !== subscriber.state && {
        reason: quietReason(change.state),
        confirm_hash: null,
        confirm_expires_at: null,
        ...(change.state === 'active' && consentOf(entry, how, change.state, ctx.now())),
      }),
    })
    .where('id', '=', id)
    .execute()
  await ctx.db.deleteFrom('subscriber_components').where('subscriber_id', '=', id).execute()
  await choose(
    ctx,
    (change.choice ?? []).map((component) => [id, component]),
  )
  if (change.state === 'suppressed') await suppressed(ctx, [{ entry }])
}

/** Those that were added by somebody else meanwhile have no id. */
async function choose(ctx: Context, pairs: readonly (readonly (string | undefined)[])[]) {
  const there = pairs.filter(([id]) => id !== undefined)
  if (there.length === 0) return
  const [subscribers, components] = [there.map(([id]) => id), there.map(([, component]) => component)]
  await sql`insert into subscriber_components (subscriber_id, component_id)
    select * from unnest(${subscribers}::text[], ${components}::text[]) on conflict do nothing`.execute(ctx.db)
}

async function suppressed(ctx: Context, some: readonly { entry: Entry }[]) {
  if (some.length === 0) return
  const hashes = some.map(({ entry }) => entry.destination.address_hash)
  await sql`insert into suppressions (org_id, address_hash, reason, created_at)
    select ${ctx.org}, hash, ${quietReason('suppressed')}, ${ctx.now()}::timestamptz
    from unnest(${hashes}::bytea[]) hash on conflict do nothing`.execute(ctx.db)
}

const quietReason = (state: EntryState): string | null =>
  state === 'active' || state === 'unconfirmed' ? null : 'It was so where it was brought in from.'

const consentOf = (entry: Entry, how: How, state: EntryState, now: Date) => ({
  consent_at: entry.consentAt ?? (state === 'active' ? now : null),
  consent_text: entry.consentText ?? (state === 'active' || entry.consentAt ? how.vouch : null),
})
