import { type RawBuilder, sql } from 'kysely'
import { recordEach } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict, Forbidden, InvalidInput, TooMany } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { mayCall } from '../web/permission.ts'
import { type Choice, readChoice } from './choice.ts'
import { eraseSubscriber } from './erase.ts'
import { lockDestination, type Subscriber } from './find.ts'
import { tryQuestion } from './question.ts'
import { takenAway } from './remove.ts'
import { tryConfirmation } from './send-confirmation.ts'

export const Label = z.string().trim().min(1).max(60)

export const manyActions = [
  ...(['add_label', 'remove_label', 'set_components', 'quarantine', 'revive', 'ask', 'unsubscribe'] as const),
  ...(['remove', 'erase'] as const),
] as const

/** One change to many subscribers. */
export const ManyChange = z.discriminatedUnion('action', [
  z.strictObject({ action: z.enum(['add_label', 'remove_label']), label: Label }),
  z.strictObject({
    action: z.literal('set_components'),
    components: z.array(z.string().min(1).max(200)).max(1000).nullable(),
  }),
  z.strictObject({ action: z.enum(['quarantine', 'revive', 'ask', 'unsubscribe', 'remove', 'erase']) }),
])
export type ManyChange = z.output<typeof ManyChange>

export type Changed = {
  id: string
  outcome: 'changed' | 'unchanged' | 'left_alone' | 'not_found'
  reason: string | null
}

/** So many at once, in a transaction of their own. */
export const manyAtOnce = 500

/** Does one thing to many subscribers; says of each what became of it, in their order. Erasing is for administrators. */
export async function changeMany(ctx: Context, change: ManyChange, ids: readonly string[]): Promise<Changed[]> {
  if (change.action === 'erase' && !mayCall(ctx.actor, 'admin'))
    throw new Forbidden('Erasing needs the role admin or above.')
  const changed: Changed[] = []
  for (let at = 0; at < ids.length; at += manyAtOnce)
    changed.push(...(await changeChunk(ctx, change, ids.slice(at, at + manyAtOnce))))
  return changed
}

const changeChunk = (outer: Context, change: ManyChange, ids: readonly string[]): Promise<Changed[]> =>
  transaction(outer, async (ctx) => {
    const rows = await ctx.db
      .selectFrom('subscribers')
      .selectAll()
      .where('org_id', '=', ctx.org)
      .where('world', '=', false)
      .where('id', '=', sql<string>`any(${ids}::text[])`)
      .orderBy('id')
      .forUpdate()
      .execute()
    const outcomes = new Map(rows.map((row) => [row.id, verdict(change, row)]))
    const wanted = rows.filter(({ id }) => outcomes.get(id)?.outcome === 'changed')
    for (const { id, reason } of await carryOut(ctx, change, wanted))
      outcomes.set(id, { id, outcome: 'left_alone', reason })
    return ids.map((id) => outcomes.get(id) ?? { id, outcome: 'not_found', reason: null })
  })

function verdict(change: ManyChange, row: Subscriber): Changed {
  const { id, state } = row
  const say = (outcome: Changed['outcome'], reason: string | null = null): Changed => ({ id, outcome, reason })
  const inState = (...states: string[]) =>
    states.includes(state) ? say('changed') : say('left_alone', `It is ${state}.`)
  if (change.action === 'erase')
    return state === 'erased' && row.email === null && row.target === null ? say('unchanged') : say('changed')
  if (state === 'erased') return say('left_alone', 'It is erased.')
  const isOfFile = row.managed_by !== null && !['quarantine', 'revive', 'ask', 'unsubscribe'].includes(change.action)
  if (isOfFile) return say('left_alone', `It comes from ${row.managed_by}.`)
  switch (change.action) {
    case 'add_label':
      if (row.labels.includes(change.label)) return say('unchanged')
      return row.labels.length < 50
        ? say('changed')
        : say('left_alone', 'It carries 50 labels, and no more are possible.')
    case 'remove_label':
      return say(row.labels.includes(change.label) ? 'changed' : 'unchanged')
    case 'quarantine':
      return state === 'quarantined' ? say('unchanged') : inState('active')
    case 'revive':
      return state === 'active' ? say('unchanged') : inState('quarantined')
    case 'ask':
      return inState('unconfirmed')
    case 'unsubscribe':
    case 'remove':
      return state === 'unsubscribed' ? say('unchanged') : inState('active', 'unconfirmed', 'quarantined')
    case 'set_components':
      return say('changed')
  }
}

/** Answers those that were left alone after all. */
async function carryOut(
  ctx: Context,
  change: ManyChange,
  rows: Subscriber[],
): Promise<{ id: string; reason: string }[]> {
  const { name } = ctx.actor
  switch (change.action) {
    case 'add_label':
      return set(
        ctx,
        rows,
        'subscriber.changed',
        sql`labels = (select array_agg(one order by one) from unnest(labels || ${change.label}::text) one)`,
      )
    case 'remove_label':
      return set(ctx, rows, 'subscriber.changed', sql`labels = array_remove(labels, ${change.label})`)
    case 'quarantine':
      return set(ctx, rows, 'subscriber.changed', sql`state = 'quarantined', reason = ${`by ${name}`}`)
    case 'revive':
      return set(
        ctx,
        rows,
        'subscriber.revived',
        sql`state = 'active', reason = null, soft_bounces = 0, soft_bounces_since = null`,
      )
    case 'unsubscribe':
      return end(ctx, rows, `by ${name}`)
    case 'remove':
      return end(ctx, rows, takenAway)
    case 'set_components':
      return setComponents(ctx, rows, change.components)
    case 'ask':
      return each(rows, (row) => ask(ctx, row))
    case 'erase':
      return each(rows, (row) => eraseSubscriber(ctx, row.id))
  }
}

const end = (ctx: Context, rows: Subscriber[], reason: string) =>
  set(
    ctx,
    rows,
    'subscriber.unsubscribed',
    sql`state = 'unsubscribed', reason = ${reason}, confirm_hash = null, confirm_expires_at = null`,
  )

async function set(
  ctx: Context,
  rows: readonly Subscriber[],
  kind: 'subscriber.changed' | 'subscriber.revived' | 'subscriber.unsubscribed',
  columns: RawBuilder<unknown>,
): Promise<[]> {
  const ids = rows.map(({ id }) => id)
  await sql`update subscribers set ${columns}, updated_at = ${ctx.now()} where id = any(${ids}::text[])`.execute(ctx.db)
  await recordEach(
    ctx,
    kind,
    rows.map(({ id, page_id }) => ({ id, page: page_id })),
  )
  return []
}

async function setComponents(ctx: Context, rows: readonly Subscriber[], names: readonly string[] | null) {
  const left: { id: string; reason: string }[] = []
  for (const [page, ones] of Map.groupBy(rows, ({ page_id }) => page_id)) {
    const choice = await choiceFor(ctx, page, names)
    if (choice === undefined) {
      left.push(...ones.map(({ id }) => ({ id, reason: 'Its page has not all of these components.' })))
      continue
    }
    const ids = ones.map(({ id }) => id)
    await ctx.db.deleteFrom('subscriber_components').where('subscriber_id', 'in', ids).execute()
    await sql`insert into subscriber_components (subscriber_id, component_id)
      select * from unnest(${ids}::text[]) as ones, unnest(${choice ?? []}::text[]) as chosen`.execute(ctx.db)
    await set(ctx, ones, 'subscriber.changed', sql`all_components = ${choice === null}`)
  }
  return left
}

async function choiceFor(ctx: Context, page: string, names: readonly string[] | null): Promise<Choice | undefined> {
  try {
    return await readChoice(ctx, page, names)
  } catch (error) {
    if (error instanceof InvalidInput) return undefined
    throw error
  }
}

/** As often as one by one: once an hour for one page, five times a day for one mailbox. */
async function ask(ctx: Context, row: Subscriber) {
  await lockDestination(ctx, row.mailbox_hash)
  const wait = row.email === null ? await tryQuestion(ctx, row) : await tryConfirmation(ctx, row)
  if (wait > 0) throw new TooMany('It was asked a short time ago.', wait)
}

/** What refuses one of them leaves the others as they are: it refuses before it writes. */
async function each(rows: readonly Subscriber[], work: (row: Subscriber) => Promise<unknown>) {
  const left: { id: string; reason: string }[] = []
  for (const row of rows)
    try {
      await work(row)
    } catch (error) {
      if (!(error instanceof Conflict) && !(error instanceof TooMany)) throw error
      left.push({ id: row.id, reason: error.message })
    }
  return left
}
