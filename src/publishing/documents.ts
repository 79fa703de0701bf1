import { signInPage } from '../access/view.ts'
import { allowsOf, isForVisitors } from '../content/allows.ts'
import { isAnnounced } from '../content/announced.ts'
import type { Allows } from '../content/providers/provider.ts'
import { answers } from './api-v2/answers.ts'
import { calendarDocuments } from './calendar-documents.ts'
import { dressed, wornDocuments } from './dressed.ts'
import { embedPage } from './embed/page.ts'
import { embedState } from './embed/state.ts'
import { atom } from './feeds/atom.ts'
import { badgeJson, badgeStyles, badgeSvg } from './feeds/badge.ts'
import { fullCalendar, plannedCalendar } from './feeds/calendar.ts'
import { jsonFeed } from './feeds/json-feed.ts'
import { rss } from './feeds/rss.ts'
import { contentOf, keep, short } from './fingerprint.ts'
import { type AssetPaths, type Frame, frameOf } from './frame.ts'
import { closedPage } from './html/closed.ts'
import { emptyHistory, historyPage } from './html/history.ts'
import { home } from './html/home.ts'
import { incidentPage } from './html/incident.ts'
import { notFoundPage } from './html/not-found.ts'
import { subscribePage } from './html/subscribe.ts'
import { uptimePage } from './html/uptime.ts'
import { inLanguages } from './languages/documents.ts'
import { figuresUntil } from './lapse.ts'
import { type Drawing, pictureDocuments } from './pictures.ts'
import { searchDocuments } from './search/documents.ts'
import { robots, sitemap } from './seo/sitemap.ts'
import type { Snapshot } from './snapshot.ts'
import { dataAsOf } from './unknown.ts'
import { isOver } from './words.ts'

/** One published file. */
export type Document = {
  /** Below the page: "/", "/incidents/abc", "/api/v2/summary.json"; "/404" is what unknown paths get. */
  path: string
  contentType: string
  /** Hot ones stay in memory and change together; cold ones are read from disk when asked for. */
  kind: 'hot' | 'cold'
  /** Changes whenever the content may. */
  fingerprint: string
  /** Null where this snapshot does not hold what it shows: what is published stays. */
  render: (() => string | Buffer | Promise<string | Buffer>) | null
  /** Search engines are to leave it out. */
  noindex?: true
  /** Made last, of all cold ones, and nothing waits for it. */
  slow?: true
  /** What its Content-Security-Policy allows beyond the usual: for the providers that the page has chosen. */
  allows?: Allows
  /** Its language, on a page that has several. */
  lang?: string
  /** It answers in the reader's language, and this is the one of the page. */
  negotiated?: true
  /** Of which moment it tells, where that is long ago: a time such as `2026-11-22T15:45:00.000Z`. */
  asOf?: string
}

/** What the program brings: the files that pages refer to, and a mark that changes with its renderers and styles. */
export type Edition = {
  assets: AssetPaths
  files: AssetFile[]
  edition: string
  /** What draws pictures of pages; none are published without it. */
  drawing?: Drawing
  /** The bytes of a page's picture or font, by its id. */
  bytesOf?: (upload: string) => Promise<Buffer>
}
export type AssetFile = { path: string; contentType: string; body: Buffer }

/** All files of a page, in all its languages. Cheap: nothing is rendered until `render` is called. */
export const documentsOf = (snapshot: Snapshot, shared: Edition): Document[] =>
  inLanguages(snapshot, (translated, lang) => documentsIn(translated, shared, lang))

function documentsIn(snapshot: Snapshot, shared: Edition, lang: string | null): Document[] {
  const { assets, files, edition } = dressed(shared, snapshot.page)
  const frame = frameOf(snapshot, assets, lang)
  const { updatedAt: _, ...page } = snapshot.page
  const allows = allowsOf(page.content)
  const chrome = short(JSON.stringify([edition, assets, page, allows]))
  const today = frame.times.dayOf(frame.now).toString()
  const lapsed = snapshot.incidents.filter(({ nextUpdateAt }) => nextUpdateAt !== null && nextUpdateAt <= frame.now)
  const asOf = dataAsOf(snapshot)
  const told = page.content.announcement && isAnnounced(page.content.announcement, frame.now)
  const current = `${chrome} ${snapshot.version} ${today} ${told} ${short(lapsed.map(({ id }) => id).join())}`
  const figures = `${current} ${figuresUntil(snapshot, frame.now)}`
  const hot = (path: string, contentType: string, fingerprint: string, render: () => string): Document => ({
    path,
    contentType,
    kind: 'hot',
    fingerprint,
    render,
  })
  // Asked for rarely, or by programs now and then: made after the page itself has changed, or when somebody asks before that.
  const later = (path: string, contentType: string, render: () => string): Document => ({
    path,
    contentType,
    kind: 'cold',
    fingerprint: current,
    render,
  })
  const names = frame.placed.map(({ node, parent }) => [node.id, node.name, parent?.id])
  return [
    hot('/', html, figures, () => home(frame)),
    ...Object.entries(answers).map(([path, answer]) => ({
      ...hot(`/api/v2/${path}`, json, current, () => JSON.stringify(answer(frame))),
      ...(asOf && { asOf: asOf.toISOString() }),
    })),
    later('/history.rss', 'application/rss+xml; charset=utf-8', () => rss(frame)),
    later('/history.atom', 'application/atom+xml; charset=utf-8', () => atom(frame)),
    later('/feed.json', 'application/feed+json; charset=utf-8', () => jsonFeed(frame)),
    ...Object.entries(badgeStyles).map(([path, style]) =>
      hot(path, 'image/svg+xml; charset=utf-8', current, () => badgeSvg(frame, style)),
    ),
    hot('/badge.json', json, current, () => badgeJson(frame)),
    later('/calendar.ics', calendar, () => plannedCalendar(frame)),
    later('/calendar-all.ics', calendar, () => fullCalendar(frame)),
    later('/embed', html, () => embedPage(frame)),
    later('/robots.txt', 'text/plain; charset=utf-8', () => robots(frame)),
    ...(page.noindex ? [] : [later('/sitemap.xml', 'application/xml; charset=utf-8', () => sitemap(frame))]),
    hot('/embed.json', json, current, () => embedState(frame)),
    hot('/subscribe', html, `${chrome} ${short(JSON.stringify(names))}`, () => subscribePage(frame)),
    ...(snapshot.uptime ? [{ ...later('/uptime', html, () => uptimePage(frame)), fingerprint: figures }] : []),
    hot('/404', html, chrome, () => notFoundPage(frame)),
    hot('/closed', html, chrome, () => closedPage(frame)),
    ...(frame.page.entrance ? [hot('/sign-in', html, chrome, () => signInPage(frame))] : []),
    // With the page's files, so that its folder is complete for whatever else serves it.
    ...files
      .filter(({ path }) => allows || path !== assets.visit)
      .map(({ path, contentType, body }) =>
        hot(path, contentType, path.startsWith('/assets/') ? path : short(body), () => body.toString('utf8')),
      ),
    ...wornDocuments(shared, snapshot.page),
    ...incidentDocuments(frame, chrome),
    ...monthDocuments(frame, chrome),
    ...calendarDocuments(frame, chrome, today),
    ...searchDocuments(frame, chrome),
    ...(shared.drawing ? pictureDocuments(frame, shared.drawing) : []),
  ]
    .map((one) => (allows && one.contentType === html && isForVisitors(one.path) ? { ...one, allows } : one))
    .map((one): Document => (snapshot.page.noindex ? { ...one, noindex: true } : one))
}

const html = 'text/html; charset=utf-8'
const json = 'application/json; charset=utf-8'
const calendar = 'text/calendar; charset=utf-8'
const fortnight = 14 * 86_400_000

function incidentDocuments(frame: Frame, chrome: string): Document[] {
  const { incidents, history } = frame.snapshot
  const shown = incidents.map((incident): Document => {
    const recent = !isOver(incident) || frame.now.getTime() - incident.updatedAt.getTime() < fortnight
    return {
      path: `/incidents/${incident.id}`,
      contentType: html,
      kind: recent ? 'hot' : 'cold',
      fingerprint: `${chrome} ${short(contentOf(incident))}`,
      render: () => incidentPage(frame, incident),
    }
  })
  const known = new Set(incidents.map(({ id }) => id))
  const kept = history.flatMap((month) => month.incidents).filter((id) => !known.has(id))
  return [...shown, ...kept.map((id) => keep(`/incidents/${id}`))]
}

function monthDocuments(frame: Frame, chrome: string): Document[] {
  const { incidents, history } = frame.snapshot
  if (history.length === 0) {
    return [
      { path: '/history', contentType: html, kind: 'hot', fingerprint: chrome, render: () => emptyHistory(frame) },
    ]
  }
  const byId = new Map(incidents.map((incident) => [incident.id, incident]))
  return history.flatMap(({ month, incidents: ids }, i) => {
    const ones = ids.map((id) => byId.get(id)).filter((one) => one !== undefined)
    const newer = history[i - 1]?.month ?? null
    const older = history[i + 1]?.month ?? null
    const paths = i === 0 ? ['/history', `/history/${month}`] : [`/history/${month}`]
    return paths.map((path): Document => {
      if (ones.length < ids.length) return keep(path)
      const fingerprint = `${chrome} ${newer} ${older} ${short(ones.map(contentOf).join())}`
      const render = () => historyPage(frame, { month, incidents: ones, newer, older })
      return { path, contentType: html, kind: path === '/history' ? 'hot' : 'cold', fingerprint, render }
    })
  })
}
