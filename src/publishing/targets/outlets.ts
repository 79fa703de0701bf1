import type { Base } from '../../lib/context.ts'
import { newId } from '../../lib/id.ts'
import type { Metrics } from '../../lib/metrics.ts'
import type { Keeper } from './keep.ts'
import { forgetOldPlaces, forgetPlace, sayPlace, sayPublished, type Version } from './places.ts'
import type { Shown } from './stock.ts'

/** Where publications go besides the memory of this process, and where others learn how far each place is. */
export type Outlets = {
  /** All pages. The private ones go nowhere. */
  arrange: (pages: readonly Shown[]) => void
  changed: (shown: Shown) => void
  stop: () => Promise<void>
}

/** The data folder of this web process, and the targets. */
export function createOutlets(base: Base, keepers: readonly Keeper[]): Outlets {
  const place = { id: `web ${newId(base)}`, kind: 'web' } as const
  const said = new Map<string, number>()
  /** Whoever must not be quicker than the page waits for it: a failure here costs them a few seconds, not the post. */
  const report = async (versions: readonly Version[]) => {
    const news = versions.filter(({ page, version }) => said.get(page) !== version)
    for (const { page, version } of news) said.set(page, version)
    try {
      await sayPlace(base.db, place, null)
      if (news.length > 0) await sayPublished(base.db, place.id, news)
    } catch {
      for (const { page } of news) said.delete(page)
    }
  }
  const versionOf = async ({ listed, site, version }: Shown): Promise<Version[]> => {
    const written = await site.filed().then(
      () => true,
      () => false,
    )
    return written ? [{ page: listed.id, version }] : []
  }
  let reporting: Promise<unknown> = Promise.resolve()
  const later = (work: () => Promise<unknown>) => {
    reporting = reporting.then(work)
  }
  return {
    arrange: (all) => {
      const pages = all.filter(({ listed }) => !listed.private)
      const unseen = all
        .filter(({ listed }) => listed.private)
        .map(({ listed, version }) => ({ page: listed.id, version }))
      for (const keeper of keepers) keeper.arrange(pages, unseen)
      later(async () => report([...(await Promise.all(pages.map(versionOf))).flat(), ...unseen]))
      later(() => forgetOldPlaces(base).catch(() => {}))
    },
    changed: (shown) => {
      if (!shown.listed.private) for (const keeper of keepers) keeper.changed(shown)
      later(async () => report(await versionOf(shown)))
    },
    stop: async () => {
      await reporting
      await Promise.all(keepers.map((keeper) => keeper.stop()))
      await forgetPlace(base.db, place.id).catch(() => {})
    },
  }
}

/** What `/metrics` says of the targets. */
export function countTargets(metrics: Metrics, keepers: readonly Keeper[]) {
  const sum = (read: (keeper: Keeper) => number) => () => keepers.reduce((all, keeper) => all + read(keeper), 0)
  metrics.gauge('upfront_publishing_targets', 'Places besides the data folder that pages go to.', () => keepers.length)
  metrics.gauge(
    'upfront_publishing_targets_failing',
    'Those of them that do not answer, as this process sees them.',
    sum((keeper) => (keeper.standing().failing === null ? 0 : 1)),
  )
  metrics.gauge(
    'upfront_publishing_target_failures',
    'Attempts that failed since this process began.',
    sum((keeper) => keeper.standing().failures),
  )
  metrics.gauge(
    'upfront_publishing_target_publications',
    'Publications of pages to targets since this process began.',
    sum((keeper) => keeper.standing().publications),
  )
}
