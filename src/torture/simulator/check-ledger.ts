import { sql } from 'kysely'
import type { Context } from '../../lib/context.ts'
import { alwaysWanted, holds, type Model, type Person, type Post } from './model.ts'
import { wasTooOld } from './too-old.ts'

export type Row = {
  id: string
  event: number
  kind: string
  silent: boolean
  update: string
  subscriber: string | null
  channel: string
  state: string | null
  reason: string | null
  detail: string | null
  /** From when on its age counts, and when its last word was written. */
  since: Date
  until: Date
  created: Date
}

/** Once nothing is left to do: everybody has one word about each post, the true one, and whoever wished it was told. */
export async function checkLedger(ctx: Context, model: Model): Promise<void> {
  const { rows } = await sql<Row>`
    select d.id, a.event_id as event, a.kind, a.silent_reason is not null as silent, a.update_id as update,
      d.subscriber_id as subscriber, d.channel, d.state, d.reason, d.detail,
      greatest(d.created_at, d.not_before) as since, d.updated_at as until, d.created_at as created
    from announcements a left join deliveries d on d.announcement_id = a.id
    where a.org_id = ${ctx.org} order by a.event_id, d.id`.execute(ctx.db)
  const arrived = Map.groupBy(model.arrived, ({ delivery }) => delivery)
  const lasts = new Map([...arrived].map(([id, all]) => [id, Math.max(...all.map(({ step }) => step))]))
  for (const post of model.posts.values()) {
    const own = rows.filter(({ update }) => update === post.update)
    holds(
      model,
      'I1',
      own.some(({ kind }) => kind === 'update'),
      () => `nobody knows of post ${post.update}`,
    )
    for (const person of model.people.values()) checkPerson(model, { post, person, own, arrived: lasts, rows })
  }
}

type About = {
  post: Post
  person: Person
  own: readonly Row[]
  /** At which step each came, the last time. */
  arrived: ReadonlyMap<string, number>
  rows: readonly Row[]
}

const wasThere = ({ wishes }: Person, post: Post) => (wishes[0]?.since ?? 0) < post.since

const isOf = (model: Model, { update }: Row, incident: string) => model.posts.get(update)?.incident === incident

function checkPerson(model: Model, about: About) {
  const { post, person, own, rows } = about
  const mine = own.filter(({ subscriber }) => subscriber === person.id)
  for (const event of new Set(own.filter(({ silent }) => !silent).map((row) => row.event))) {
    const count = mine.filter((row) => row.event === event).length
    const name = () => `post ${post.update} for ${person.id}: ${count} rows`
    holds(model, 'I2', count <= 1, name)
    holds(model, 'I3', count > 0 || !wasThere(person, post) || post.stopped !== null, name)
  }
  for (const row of mine) {
    const why = whyWrong(model, row, about)
    holds(model, 'I3', why === null, () => {
      const all = [row, ...rows.filter((one) => one.subscriber === person.id && isOf(model, one, post.incident))]
      const told = all.map(({ event, kind, update, state, reason, detail }) =>
        [event, kind, update, state, reason, detail].join(' '),
      )
      return `${why}: ${person.id}, ${told.join('; ')}`
    })
  }
}

const isEnded = (post: Post | undefined) => post !== undefined && (post.withdrawn !== null || post.stopped !== null)

function whyWrong(model: Model, row: Row, about: About): string | null {
  const { post, person, arrived } = about
  if (row.state === 'queued' || row.state === 'sending') return 'left over'
  if (row.state === 'sent') return arrived.has(row.id) ? null : 'sent, says the ledger, and never came'
  if (row.state === 'failed') return model.failed.has(row.id) || wasTooOld(row) ? null : 'failed without a cause'
  if (isOffFor(row)) return wasOff(model, row) ? null : 'given up for what is on'
  if (person.isGone || !wasThere(person, post) || !alwaysWanted(person, post, post.since)) return null
  if (row.state === 'superseded')
    return isEnded(post) || isOvertaken(model, row, about) ? null : 'superseded by nothing that came since'
  if (row.kind === 'update') return isEnded(post) ? null : 'passed over'
  return shouldHear(row, about) ? `not told of the ${row.kind}` : null
}

const isOffFor = ({ reason }: Row) => reason?.endsWith('is switched off') ?? false

const quarter = 15 * 60_000

/** Mail that waited for a quarter of an hour while it was off for as long; processes know that five seconds later. */
const wasOff = ({ offs }: Model, { channel, created, until }: Row) =>
  channel === 'email' &&
  until.getTime() - created.getTime() >= quarter &&
  offs.some(
    ({ from, to }) => until.getTime() - from >= quarter && until.getTime() < (to ?? Number.POSITIVE_INFINITY) + 6000,
  )

/**
 * One that took its place may be taken back or stopped before it leaves; that is what its author wished. What was sent again by
 * hand is overtaken by what came since.
 */
function isOvertaken(model: Model, { id, event }: Row, { post, person, rows }: About): boolean {
  const since = model.replayed.get(id)
  const newer = rows.filter(
    (one) =>
      one.subscriber === person.id &&
      one.event > event &&
      one.created.getTime() >= (since ?? 0) &&
      one.kind === 'update' &&
      isOf(model, one, post.incident),
  )
  const isThere = newer.some((one) => one.state !== 'skipped' || isOffFor(one))
  const ended = model.posts.values().filter((one) => one.incident === post.incident && one.since > post.since)
  return (
    isThere ||
    ended.some((one) => isEnded(one) && (since === undefined || newer.some(({ update }) => update === one.update)))
  )
}

/** Whoever had the text that was wrong hears what is right, and whoever had what was taken back hears that. */
function shouldHear({ kind, event }: Row, { post, person, own, arrived }: About): boolean {
  const nth = [...new Set(own.filter((one) => one.kind === kind).map((one) => one.event))].indexOf(event)
  const change = kind === 'correction' ? post.bodies[nth + 1]?.since : post.withdrawn
  if (post.stopped !== null || (kind === 'correction' && post.withdrawn !== null) || change == null) return false
  const told = own.find((one) => one.kind === 'update' && one.subscriber === person.id)
  return told?.state === 'sent' && (arrived.get(told.id) ?? Number.POSITIVE_INFINITY) < change
}
