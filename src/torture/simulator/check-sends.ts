import { sql } from 'kysely'
import type { Context } from '../../lib/context.ts'
import type { Handed, Waiting } from './gate.ts'
import { type Arrived, holds, isAsleep, type Model, wantedSince } from './model.ts'

export type Sending = Extract<Waiting, { what: 'send' }>

type Row = Handed & { state: string; claimed_by: string | null; together: string | null; kind: string }

/** Looks at a message at the moment at which a channel is given it: who sends, to whom, what, and whether it may be. */
export async function checkSend(ctx: Context, model: Model, one: Sending, others: readonly Sending[]): Promise<void> {
  const { message } = one.sent
  const rows = await sending(ctx, message.id)
  const mine = rows.filter((row) => row.state === 'sending' && row.claimed_by === one.owner.worker)
  const linked = new Set([...message.body.matchAll(/\/incidents\/([^)\s]+)/g)].map(([, id]) => id))
  const held = mine.filter(({ id, together }) => id === message.id || together === message.id)
  // One whose reader does not wish it any more may not have been let go yet.
  one.deliveries = held.filter(({ incident }) =>
    message.kind === 'note' ? linked.has(incident) || linked.size === named : message.incident?.id === incident,
  )
  const { length } = one.deliveries
  holds(model, 'I2', length > 0, () => `${one.owner.worker} sends ${message.id}, which it does not hold`)
  const isWhole = message.kind === 'note' ? linked.size === Math.min(named, length) : length <= 1
  holds(model, 'I6', isWhole, () => `${message.id} stands for ${length}, and names ${linked.size}`)
  for (const row of mine.filter(({ id }) => one.deliveries?.some((delivery) => delivery.id === id))) {
    const isTwice = others.some((other) => other.deliveries?.some(({ id }) => id === row.id))
    holds(model, 'I2', !isTwice, () => `${row.id} is sent by two at once`)
    checkOne(model, row, one)
  }
}

/** So many are named in a message that stands for several; the others in number. */
const named = 10

function checkOne(model: Model, row: Row, { owner, sent: { kind, message } }: Sending) {
  const [person, post] = [model.people.get(row.subscriber), model.posts.get(row.update)]
  const claim = model.claims.get(row.id)
  const isKnown = Boolean(person && post && claim)
  holds(model, 'I3', isKnown, () => `${row.id} is for nobody, or about nothing, or was never claimed`)
  if (!person || !post || !claim) return
  const to = `${row.id} to ${row.subscriber}`
  holds(
    model,
    'I4',
    !claim.isStale || model.replayed.has(row.id),
    () => `${to} leaves although a newer post had been chosen`,
  )
  const isWished = wantedSince(person, post, claim.step, row.kind)
  holds(model, 'I5', isWished, () => `${to} is not wished for`)
  holds(model, 'I5', post.notify || row.kind !== 'update', () => `${to} was to be told to nobody`)
  const isNight = isAsleep(person, model.times[claim.step] ?? 0, model.times.at(-1) ?? 0)
  holds(model, 'I5', !isNight, () => `${to} is told at night`)
  const wasTold = model.arrived.some(
    (one) => one.subscriber === row.subscriber && one.update === row.update && one.event < row.event,
  )
  holds(model, 'I5', row.kind === 'update' || wasTold, () => `${to} is a ${row.kind} of what never came`)
  const isTakenBack = row.kind !== 'withdrawal' && post.withdrawn !== null && post.withdrawn <= claim.step
  holds(model, 'I5', !isTakenBack, () => `${to} was taken back`)
  const [begun, claimed] = [model.times[owner.startedAt] ?? 0, model.times[claim.step] ?? 0]
  holds(model, 'I5', !isOff(model, kind, begun, claimed), () => `${to} goes by what is switched off`)
  // A correction that was made after that is told by itself.
  const isHeld = [post.paused, post.stopped].some((since) => since !== null && since < owner.startedAt)
  holds(model, 'I5', row.kind !== 'update' || !isHeld, () => `${to} is paused or stopped`)
  if (message.kind === 'note' || row.kind === 'withdrawal') return
  const bodies = post.bodies.filter((_, i) => (post.bodies[i + 1]?.since ?? Number.POSITIVE_INFINITY) > claim.step)
  const isWhole = bodies.some(({ body }) => body === message.body)
  holds(model, 'I6', isWhole, () => `${to} says "${message.body}"`)
}

/** Whether mail was off when this began, for so long that every process knew, and until the message was taken. */
const isOff = ({ offs }: Model, channel: string, begun: number, claimed: number) =>
  channel === 'email' && offs.some(({ from, to }) => begun >= from + 5000 && (to === null || claimed < to))

/** Of what was claimed in this step: whether a newer post to the same reader had been chosen, which takes its place. */
export async function checkClaims(ctx: Context, model: Model, step: number): Promise<void> {
  const claimed = [...model.claims].filter(([, claim]) => claim.step === step).map(([id]) => id)
  if (claimed.length === 0) return
  const { rows } = await sql<{ id: string; subscriber: string; update: string; state: string }>`
    select d.id, d.subscriber_id as subscriber, newer.update_id as update, newer.state from deliveries d
      join deliveries newer on newer.subscriber_id = d.subscriber_id and newer.incident_id = d.incident_id
        and newer.event_id > d.event_id and newer.state in ('queued', 'sending', 'sent')
      join announcements a on a.id = newer.announcement_id and a.kind = 'update'
    where d.id = any(${claimed}::text[])`.execute(ctx.db)
  for (const { id, subscriber, update, state } of rows) {
    const [person, post] = [model.people.get(subscriber), model.posts.get(update)]
    // Whoever holds one that its reader wishes no more lets it go, once what it had replaced is back.
    const isGoing = state === 'sending' && person && post && !wantedSince(person, post, step, 'update')
    // What may have arrived may come again.
    if (!model.excused.has(id) && post?.withdrawn === null && !isGoing)
      Object.assign(model.claims.get(id) ?? {}, { isStale: true })
  }
}

async function sending(ctx: Context, id: string): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select d.id, d.incident_id as incident, d.event_id as event, e.created_at as made, d.update_id as update,
      d.subscriber_id as subscriber, d.state, d.claimed_by, d.together_with as together, a.kind
    from deliveries d join announcements a on a.id = d.announcement_id join events e on e.id = d.event_id
    where d.subscriber_id = (select subscriber_id from deliveries where id = ${id}) and d.state = 'sending'
    order by d.event_id`.execute(ctx.db)
  return rows
}

/** Corrections and withdrawals, for the choice of what was said before. */
const waitsAtMost = 10 * 60_000

/** It reached its reader. */
export function arrive(model: Model, { sent, deliveries }: Sending, step: number): void {
  const earlier = model.arrived.filter(({ message }) => message === sent.message.id)
  const since = (update: string) => model.posts.get(update)?.since ?? 0
  for (const { id, incident, update, event, made, subscriber } of deliveries ?? []) {
    const before = model.arrived.filter((one) => one.subscriber === subscriber && one.incident === incident)
    const same = before.filter((one) => one.delivery === id)
    const isExcused = same.length === 0 || model.excused.has(id)
    const isSame = model.replayed.has(id) || same.every(({ message }) => message === sent.message.id)
    // A post is news whatever was said of older ones meanwhile, which wait for it a while.
    const isOfOlder = (one: Arrived) => one.hasWaited && since(one.update) < since(update)
    // Programs get what was sent again by hand whatever came since.
    const isInOrder =
      model.replayed.has(id) ||
      before.every((one) => one.event <= event || isOfOlder(one) || model.replayed.has(one.delivery))
    holds(model, 'I2', isExcused, () => `${id} comes again without a cause`)
    holds(model, 'I2', isSame, () => `${id} comes again as another message`)
    // Who leaves out what they have had by its id would never see it.
    const isKnown = earlier.length === 0 || earlier.some(({ delivery }) => delivery === id)
    holds(model, 'I2', isKnown, () => `${id} comes in a message that came before without it`)
    holds(model, 'I4', isInOrder, () => `${id} comes after what is newer`)
    model.excused.delete(id)
    const hasWaited = (model.times[step] ?? 0) - made.getTime() >= waitsAtMost
    model.arrived.push({ delivery: id, subscriber, incident, update, event, hasWaited, message: sent.message.id, step })
  }
}
