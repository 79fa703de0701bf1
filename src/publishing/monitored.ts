import { sql } from 'kysely'
import type { Db } from '../lib/context.ts'
import { type Match, matches } from '../rules/match.ts'

/** A component that monitoring feeds. `since`: the moment from which nothing is known of it; null: it is known. */
export type Watched = { id: string; page: string; since: Date | null }

const workersAwayAfter = 10

/**
 * The components that some rule posts on, and whether their monitoring is still heard. Nothing is known of one when a
 * source of it that is usually heard has gone silent and no other source of it has been heard since; or when no worker has
 * been at work for ten minutes, since what they hold and watch over stands still. A source that speaks up only when
 * something breaks is never declared silent (alerts/usual-gap.ts), so its silence says nothing.
 */
export async function watchedComponents(db: Db): Promise<Watched[]> {
  const rules = await db
    .selectFrom('rules as r')
    .innerJoin('components as c', 'c.id', 'r.component_id')
    .select(['c.id', 'c.page_id as page', 'r.org_id as org', 'r.match'])
    .where('r.mode', '<>', 'record')
    .execute()
  if (rules.length === 0) return []
  const sources = await db
    .selectFrom('sources')
    .select(['org_id as org', 'key', 'kind', 'silent_since', 'last_arrival_at'])
    .execute()
  const stopped = await workersStopped(db)
  const feeds = Map.groupBy(rules, ({ id }) => id)
  return [...feeds].flatMap(([id, own]) => {
    const fed = own.flatMap(({ org, match }) => sources.filter((source) => source.org === org && sends(match, source)))
    return fed.length === 0 ? [] : [{ id, page: own[0]!.page, since: stopped ?? silence(fed) }]
  })
}

/** As far as a rule looks at the source itself. */
function sends(match: unknown, { key, kind }: { key: string; kind: string }): boolean {
  const asked = Object.entries(match as Match).filter(([name]) => name === 'source' || name === 'kind')
  const alert = { source: key, kind, key: '', title: '', summary: null, severity: null, labels: {} }
  return matches(Object.fromEntries(asked), alert)
}

function silence(sources: readonly { silent_since: Date | null; last_arrival_at: Date | null }[]): Date | null {
  const since = last(sources.map(({ silent_since }) => silent_since))
  const heard = last(sources.map(({ silent_since, last_arrival_at }) => (silent_since ? null : last_arrival_at)))
  return since && heard && heard > since ? null : since
}

const last = (times: readonly (Date | null)[]): Date | null =>
  times.reduce((latest, at) => (at && (!latest || at > latest) ? at : latest), null)

/** When the last worker was heard, where that is too long ago. By the database's clock, as its beats are. */
async function workersStopped(db: Db): Promise<Date | null> {
  const { rows } = await sql<{ at: Date }>`
    select at from worker_beat where at < now() - make_interval(mins => ${workersAwayAfter})`.execute(db)
  return rows[0]?.at ?? null
}
