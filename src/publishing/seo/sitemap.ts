import { escapeHtml } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import { pathIn } from '../languages/documents.ts'
import { calendarMonths } from '../month-grid.ts'

type Place = { path: string; changed?: Date | undefined }

/** The protocol's limit: https://www.sitemaps.org/protocol.html */
const most = 50_000

/** Everything that people read on the page, with when it last changed, in each of its languages. */
export function sitemap(frame: Frame): string {
  const { page } = frame
  const others = page.languages.length < 2 ? [] : page.languages
  const links = (path: string) =>
    [...others.map((lang) => [lang, pathIn(lang, path)]), ...(others.length > 0 ? [['x-default', path]] : [])]
      .map(([lang, at]) => `<xhtml:link rel="alternate" hreflang="${lang}" href="${escapeHtml(page.url + at)}"/>`)
      .join('')
  const urls = placesOf(frame)
    .slice(0, Math.floor(most / (1 + others.length)))
    .flatMap(({ path, changed }) =>
      [path, ...others.map((lang) => pathIn(lang, path))].map(
        (at) =>
          `<url><loc>${escapeHtml(page.url + at)}</loc>${changed ? `<lastmod>${changed.toISOString()}</lastmod>` : ''}${links(path)}</url>`,
      ),
    )
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${urls.join('\n')}
</urlset>
`
}

function placesOf(frame: Frame): Place[] {
  const { incidents, history, uptime } = frame.snapshot
  const changed = new Map(incidents.map(({ id, updatedAt }) => [id, updatedAt]))
  const newest = (ids: readonly string[]) =>
    ids.map((id) => changed.get(id)).reduce((a, b) => (a && b ? (a > b ? a : b) : (a ?? b)), undefined)
  const last = newest([...changed.keys()])
  return [
    { path: '/', changed: frame.now },
    { path: '/history', changed: last },
    { path: '/calendar', changed: last },
    ...(uptime ? [{ path: '/uptime', changed: frame.now }] : []),
    { path: '/subscribe' },
    ...[...new Set([...changed.keys(), ...history.flatMap((month) => month.incidents)])].map((id) => ({
      path: `/incidents/${id}`,
      changed: changed.get(id),
    })),
    ...history.map((one) => ({ path: `/history/${one.month}`, changed: newest(one.incidents) })),
    ...calendarMonths(frame).map((month) => ({ path: `/calendar/${month}` })),
  ]
}

/**
 * What crawlers may fetch. Those that are to leave the page out must be let in all the same: each document says so, and
 * who may not read it does not learn it. https://developers.google.com/search/docs/crawling-indexing/block-indexing
 */
export const robots = ({ page, address }: Frame): string =>
  page.noindex
    ? '# Each document of this page asks to be left out, so it has to be read.\nUser-agent: *\nDisallow:\n'
    : `User-agent: *\nDisallow: /console\n\nSitemap: ${address('/sitemap.xml')}\n`
