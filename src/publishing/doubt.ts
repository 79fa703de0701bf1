import type { Base } from '../lib/context.ts'
import { type Watched, watchedComponents } from './monitored.ts'
import type { ComponentNode, Whole } from './snapshot.ts'

/** What a page shows although nobody can be sure of it any more. */
export type Doubt = {
  /** Asks the database. */
  read: () => Promise<void>
  /** The database was not reached. True when it has been away for so long that pages must say more than they do. */
  away: () => boolean
  /** Changes when a page must say something else. */
  of: (page: string) => string
  /** The page with what is not known of it. */
  mark: (whole: Whole) => Whole
}

const sayAfter = 60_000
const unknownAfter = 600_000

export function createDoubt({ db, now }: Pick<Base, 'db' | 'now'>): Doubt {
  let watched: readonly Watched[] = []
  let reachedAt = now()
  /** 0: the database answers; 1: it has been away for a minute; 2: for so long that what monitoring feeds is unknown. */
  let stage = 0

  const sinceOf = (one: Watched) => (stage === 2 ? (one.since ?? reachedAt) : one.since)
  return {
    read: async () => {
      watched = await watchedComponents(db)
      reachedAt = now()
      stage = 0
    },
    away: () => {
      const gone = now().getTime() - reachedAt.getTime()
      const before = stage
      stage = gone >= unknownAfter ? 2 : gone >= sayAfter ? 1 : 0
      return stage > before
    },
    of: (page) => {
      const unknown = watched.filter((one) => one.page === page && sinceOf(one))
      return [stage, ...unknown.map((one) => `${one.id} ${sinceOf(one)?.getTime()}`)].join()
    },
    mark: (whole) => {
      const unknown = new Map(watched.flatMap((one) => (sinceOf(one) ? [[one.id, sinceOf(one)] as const] : [])))
      const marked = unknown.size === 0 ? whole : { ...whole, components: withDoubt(whole.components, unknown) }
      return stage === 0 ? marked : { ...marked, asOf: reachedAt }
    },
  }
}

const withDoubt = (nodes: readonly ComponentNode[], unknown: ReadonlyMap<string, Date | null>): ComponentNode[] =>
  nodes.map((node) => {
    const since = unknown.get(node.id)
    return { ...node, ...(since && { unknownSince: since }), children: withDoubt(node.children, unknown) }
  })
