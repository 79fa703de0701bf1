import { publicRights } from '../audiences/rights.ts'
import { isLimited, visible } from '../audiences/visible.ts'
import { waitingSaid } from '../said/journal.ts'
import { markedView, withSaid } from '../said/with-said.ts'
import type { Edition } from './documents.ts'
import type { Doubt } from './doubt.ts'
import { type Kept, saidOn, shownOf } from './kept-page.ts'
import { keepSnapshot } from './kept-snapshot.ts'
import { figuresUntil, lapseOf } from './lapse.ts'
import { writeMark } from './mark.ts'
import type { PublisherOptions } from './publisher-options.ts'
import type { Whole } from './snapshot.ts'
import type { Views } from './views.ts'

export type Showing = Pick<PublisherOptions, 'base' | 'dataDir' | 'events' | 'outlets'> & {
  edition: Edition
  /** See `editionMark`. */
  made: string
  doubt: Doubt
  views: Views
}

/** From what was read of a page to what its readers have: in memory first, then on disk, then elsewhere. */
export function createShow(options: Showing) {
  const { base, dataDir, edition, made, doubt, views } = options
  let keeping = Promise.resolve()

  /** Renders and serves what changed; how many documents that were. */
  async function show(one: Kept, read: Whole): Promise<number> {
    const started = performance.now()
    const said = saidOn(one.listed.id, await waitingSaid(dataDir))
    const whole = doubt.mark(withSaid(read, said, base.now()))
    const snapshot = markedView(visible(whole, publicRights), said)
    // Loaded when it is needed, as in publisher.ts.
    const { documentsOf } = await import('./documents.ts')
    one.doubt = doubt.of(one.listed.id)
    one.until = Math.min(lapseOf(whole, snapshot.publishedAt), figuresUntil(snapshot, snapshot.publishedAt))
    const mark =
      said.length === 0 && !isLimited(whole)
        ? writeMark({ edition: made, doubt: one.doubt, until: one.until }, whole)
        : undefined
    const { rendered } = await one.site.publish(documentsOf(snapshot, edition), snapshot.version, mark)
    if (rendered > 0) options.events.announce(one.site)
    announceViews(one, whole)
    base.log.info(
      {
        event: 'page_published',
        page: one.listed.slug,
        version: whole.version,
        rendered,
        ms: Math.round(performance.now() - started),
      },
      'page published',
    )
    options.outlets?.changed(shownOf(one))
    void written(one, one.site.settled())
    return rendered
  }

  async function written(one: Kept, writing: Promise<void>) {
    try {
      await writing
      one.unwritten = false
    } catch (error) {
      one.unwritten = true
      const about = { event: 'page_not_written', page: one.listed.slug, err: error }
      base.log.error(about, 'the published files could not be written; it will be tried again')
    }
  }

  /** Each hears of what changed for it, and of nothing else. Who belongs to what has changed: they are asked again. */
  function announceViews(one: Kept, whole: Whole) {
    const audiences = JSON.stringify(whole.audiences)
    const before = one.read?.audiences ?? audiences
    one.read = { version: whole.version, audiences }
    const heard = options.events.heard()
    for (const view of views.renew(one.site, whole)) {
      if (audiences !== before) options.events.drop(view)
      else if (heard.has(view)) options.events.announceChange(view)
    }
  }

  /** After the readers have it, one page after the other. */
  function keep(snapshot: Whole) {
    keeping = keeping
      .then(() => keepSnapshot(dataDir, snapshot, base.random))
      .catch((error) => base.log.error({ event: 'snapshot_not_kept', err: error }, 'a snapshot could not be written'))
  }

  return { show, written, keep, /** Resolves when what was kept is on disk. */ kept: () => keeping }
}
