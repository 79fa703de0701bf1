import { sql } from 'kysely'
import type { Context } from '../../lib/context.ts'
import { alwaysWanted, holds, type Model, type Person, type Post } from './model.ts'
import { wasTooOld, wasTriedLong } from './too-old.ts'

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
  attempts: number
  /** The message that it is a part of, or was when somebody may have told it. */
  together: string | null
  /** From when on its age counts, and when its last word was written. */
  since: Date
  until: Date
  created: Date
}

/** Once nothing is left to do: everybody has one word about each post, the true one, and whoever wished it was told. */
export async function checkLedger(ctx: Context, model: Model): Promise<void> {
  const { rows } = await sql<Row>`
    select d.id, a.event_id as event, a.kind, a.silent_reason is not null as silent, a.update_id as update,
      d.subscriber_id as subscriber, d.channel, d.state, d.reason, d.detail, d.attempts,
      d.together_with as together,
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
    checkSilence(model, post, own)
    for (const person of model.people.values()) checkPerson(model, { post, person, own, arrived: lasts, rows })
  }
}

/** Nobody is told of what its author wished to tell nobody. */
function checkSilence(model: Model, post: Post, own: readonly Row[]) {
  const corrections = eventsOf(own, 'correction')
  for (const { kind, silent, event, update } of own) {
    const tells =
      kind === 'update'
        ? post.notify
        : kind === 'correction'
          ? post.bodies[corrections.indexOf(event) + 1]?.notify
          : post.tellsWithdrawal
    holds(model, 'I5', tells === !silent, () => `the ${kind} of ${update} is ${silent ? 'not ' : ''}told`)
  }
}

const eventsOf = (own: readonly Row[], kind: string) => [
  ...new Set(own.filter((one) => one.kind === kind).map(({ event }) => event)),
]

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
  if (row.state === 'failed') return hasFailed(model, row) || wasTooOld(row) ? null : 'failed without a cause'
  if (isOffFor(row)) return wasOff(model, row) ? null : 'given up for what is on'
  if (person.isGone || !wasThere(person, post) || !alwaysWanted(person, post, post.since)) return null
  // That a post was taken back is news as long as nothing newer is.
  const isMoot = row.kind === 'withdrawal' ? post.stopped !== null : isEnded(post)
  if (row.state === 'superseded')
    return isMoot || isOvertaken(model, row, about) ? null : 'superseded by nothing that came since'
  if (row.kind === 'update') return isEnded(post) ? null : 'passed over'
  return shouldHear(row, about) ? `not told of the ${row.kind}` : null
}

/** For good, or for now and for long. */
function hasFailed({ failed, replayed }: Model, row: Row): boolean {
  const last = failed.get(row.id)
  return (
    last === 'permanent' || last === 'refused' || (last !== undefined && (wasTriedLong(row) || replayed.has(row.id)))
  )
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
 * One that took its place may be stopped before it leaves; that is what its author wished. One that was taken back before it
 * may have left gives back what it took, where nothing else has come since. What was sent again by hand is overtaken by what
 * came since.
 */
function isOvertaken(model: Model, { id, event }: Row, { post, person, rows }: About): boolean {
  const since = model.replayed.get(id)
  const after = rows.filter(
    (one) => one.subscriber === person.id && one.event > event && isOf(model, one, post.incident),
  )
  const newer = after.filter(({ kind, created }) => kind === 'update' && created.getTime() >= (since ?? 0))
  if (newer.some((one) => one.state !== 'skipped' || isOffFor(one))) return true
  const others = [...model.posts.values()].filter((one) => one.incident === post.incident && one.since > post.since)
  if (since !== undefined) return newer.some(({ update }) => isEnded(model.posts.get(update)))
  const isGivenBack = newer.length > 0 && newer.every((one) => givesBack(model, one))
  const isNews = after.some(({ state }) => state !== 'skipped' && state !== 'superseded')
  return others.some(isEnded) && (isNews || !isGivenBack)
}

/** A row of a post that was taken back before anybody may have had it. */
function givesBack({ posts, failed, excused }: Model, { id, update, attempts, together }: Row): boolean {
  const post = posts.get(update)
  const mayHaveLeft = attempts > 0 || together !== null || failed.has(id) || excused.has(id)
  return post !== undefined && post.withdrawn !== null && post.stopped === null && !mayHaveLeft
}

/** Whoever had the text that was wrong hears what is right, and whoever had what was taken back hears that. */
function shouldHear({ kind, event }: Row, { post, person, own, arrived }: About): boolean {
  const nth = eventsOf(own, kind).indexOf(event)
  const change = kind === 'correction' ? post.bodies[nth + 1]?.since : post.withdrawn
  if (post.stopped !== null || (kind === 'correction' && post.withdrawn !== null) || change == null) return false
  const told = own.find((one) => one.kind === 'update' && one.subscriber === person.id)
  return told?.state === 'sent' && (arrived.get(told.id) ?? Number.POSITIVE_INFINITY) < change
}
