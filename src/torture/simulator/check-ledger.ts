import { sql } from 'kysely'
import type { Context } from '../../lib/context.ts'
import { alwaysWanted, type Model, type Person, type Post } from './model.ts'

type Row = {
  id: string
  event: number
  kind: string
  silent: boolean
  update: string
  subscriber: string | null
  state: string | null
  reason: string | null
  detail: string | null
}

/** Once nothing is left to do: everybody has one word about each post, the true one, and whoever wished it was told. */
export async function checkLedger(ctx: Context, model: Model): Promise<void> {
  const { rows } = await sql<Row>`
    select d.id, a.event_id as event, a.kind, a.silent_reason is not null as silent, a.update_id as update,
      d.subscriber_id as subscriber, d.state, d.reason, d.detail
    from announcements a left join deliveries d on d.announcement_id = a.id
    where a.org_id = ${ctx.org} order by a.event_id, d.id`.execute(ctx.db)
  const arrived = new Set(model.arrived.map(({ delivery }) => delivery))
  for (const post of model.posts.values()) {
    const own = rows.filter(({ update }) => update === post.update)
    if (!own.some(({ kind }) => kind === 'update')) model.wrong.push(`I1: nobody knows of post ${post.update}`)
    for (const person of model.people.values()) checkPerson(model, { post, person, own, arrived, rows })
  }
}

type About = { post: Post; person: Person; own: readonly Row[]; arrived: ReadonlySet<string>; rows: readonly Row[] }

const wasThere = ({ wishes }: Person, post: Post) => (wishes[0]?.since ?? 0) < post.since

const isOf = (model: Model, { update }: Row, incident: string) => model.posts.get(update)?.incident === incident

function checkPerson(model: Model, { post, person, own, arrived, rows }: About) {
  const mine = own.filter(({ subscriber }) => subscriber === person.id)
  const about = `post ${post.update} for ${person.id}`
  for (const event of new Set(own.filter(({ silent }) => !silent).map((row) => row.event))) {
    const ofEvent = mine.filter((row) => row.event === event)
    if (ofEvent.length > 1) model.wrong.push(`I2: ${about}: ${ofEvent.length} rows`)
    if (ofEvent.length === 0 && wasThere(person, post) && post.stopped === null)
      model.wrong.push(`I3: ${about}: no word`)
  }
  for (const row of mine) {
    const why = whyWrong(model, row, { post, person, own, arrived, rows })
    if (!why) continue
    const about = [row, ...rows.filter((one) => one.subscriber === person.id && isOf(model, one, post.incident))]
    const told = about.map(
      (one) => `${one.event} ${one.kind} of ${one.update}: ${one.state}, ${one.reason}, ${one.detail}`,
    )
    model.wrong.push(`${why}: ${person.id}, ${told.join('; ')}`)
  }
}

const isEnded = (post: Post | undefined) => post !== undefined && (post.withdrawn !== null || post.stopped !== null)

function whyWrong(model: Model, row: Row, { post, person, arrived, rows }: About): string | null {
  const { id, state, kind, event } = row
  if (state === 'queued' || state === 'sending') return 'I3: left over'
  if (state === 'sent') return arrived.has(id) ? null : 'I3: sent, says the ledger, and never came'
  if (state === 'failed') return model.failed.has(id) ? null : 'I3: failed without a cause'
  const isExcusable = isEnded(post) || person.isGone || !wasThere(person, post)
  if (state === 'superseded') {
    const newer = rows.filter(
      (one) =>
        one.subscriber === person.id &&
        one.event > event &&
        one.kind === 'update' &&
        model.posts.get(one.update)?.incident === post.incident,
    )
    // One that took its place may be taken back or stopped before it leaves; that is what its author wished.
    const isTold =
      newer.some((one) => one.state !== 'skipped') ||
      model.posts.values().some((one) => one.incident === post.incident && one.since > post.since && isEnded(one))
    return isTold || isExcusable || !alwaysWanted(person, post, post.since) ? null : 'I3: superseded by nothing'
  }
  if (kind !== 'update' || isExcusable) return null
  return alwaysWanted(person, post, post.since) ? 'I3: passed over' : null
}
