import { sql } from 'kysely'
import type { Context } from '../../lib/context.ts'
import type { Handed, Waiting } from './gate.ts'
import { type Model, wantedSince } from './model.ts'

export type Sending = Extract<Waiting, { what: 'send' }>

type Row = Handed & { state: string; claimed_by: string | null; together: string | null; kind: string }

/** Looks at a message at the moment at which a channel is given it: who sends, to whom, what, and whether it may be. */
export async function checkSend(ctx: Context, model: Model, one: Sending, others: readonly Sending[]): Promise<void> {
  const { message } = one.sent
  const rows = await sending(ctx, message.id)
  const mine = rows.filter((row) => row.state === 'sending' && row.claimed_by === one.owner.worker)
  const linked = new Set([...message.body.matchAll(/\/incidents\/([^)\s]+)/g)].map(([, id]) => id))
  one.deliveries = mine.filter(
    ({ id, together, incident }) =>
      (id === message.id || together === message.id) &&
      (message.kind === 'note' ? linked.has(incident) : message.incident?.id === incident),
  )
  if (one.deliveries.length === 0)
    model.wrong.push(`I2: ${one.owner.worker} sends ${message.id}, which it does not hold`)
  if (message.kind === 'note' && one.deliveries.length !== linked.size)
    model.wrong.push(`I6: ${message.id} stands for ${one.deliveries.length} of ${linked.size}`)
  for (const row of mine.filter(({ id }) => one.deliveries?.some((delivery) => delivery.id === id))) {
    if (others.some((other) => other.deliveries?.some(({ id }) => id === row.id)))
      model.wrong.push(`I2: ${row.id} is sent by two at once`)
    checkOne(model, row, one)
  }
}

function checkOne(model: Model, row: Row, { owner, sent: { message } }: Sending) {
  const [person, post] = [model.people.get(row.subscriber), model.posts.get(row.update)]
  const claim = model.claims.get(row.id)
  if (!person || !post || !claim) {
    model.wrong.push(`I3: ${row.id} is for nobody, or about nothing, or was never claimed`)
    return
  }
  const to = `${row.id} to ${row.subscriber}`
  if (!wantedSince(person, post, claim.step, row.kind)) model.wrong.push(`I5: ${to} is not wished for`)
  if (!post.notify && row.kind === 'update') model.wrong.push(`I5: ${to} was to be told to nobody`)
  if (row.kind !== 'withdrawal' && post.withdrawn !== null && post.withdrawn <= claim.step)
    model.wrong.push(`I5: ${to} was taken back`)
  // A correction that was made after that is told by itself.
  for (const since of [post.paused, post.stopped])
    if (row.kind === 'update' && since !== null && since < owner.startedAt)
      model.wrong.push(`I5: ${to} is paused or stopped`)
  if (message.kind === 'note' || row.kind === 'withdrawal') return
  const bodies = post.bodies.filter((_, i) => (post.bodies[i + 1]?.since ?? Number.POSITIVE_INFINITY) > claim.step)
  if (!bodies.some(({ body }) => body === message.body)) model.wrong.push(`I6: ${to} says "${message.body}"`)
}

async function sending(ctx: Context, id: string): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select d.id, d.incident_id as incident, d.event_id as event, d.update_id as update, d.subscriber_id as subscriber,
      d.state, d.claimed_by, d.together_with as together, a.kind
    from deliveries d join announcements a on a.id = d.announcement_id
    where d.subscriber_id = (select subscriber_id from deliveries where id = ${id}) and d.state = 'sending'
    order by d.event_id`.execute(ctx.db)
  return rows
}

/** It reached its reader. */
export function arrive(model: Model, { sent, deliveries }: Sending, step: number): void {
  for (const { id, incident, event, subscriber } of deliveries ?? []) {
    const before = model.arrived.filter((one) => one.subscriber === subscriber && one.incident === incident)
    const same = before.filter((one) => one.delivery === id)
    if (same.length > 0 && !model.excused.has(id)) model.wrong.push(`I2: ${id} comes again without a cause`)
    if (!model.denied.has(id) && same.some(({ message }) => message !== sent.message.id))
      model.wrong.push(`I2: ${id} comes again as another message`)
    if (before.some((one) => one.event > event)) model.wrong.push(`I4: ${id} comes after what is newer`)
    model.excused.delete(id)
    model.arrived.push({ delivery: id, subscriber, incident, event, message: sent.message.id, step })
  }
}
