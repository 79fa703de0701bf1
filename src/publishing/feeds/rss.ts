import type { Frame } from '../frame.ts'
import { type Entry, entries, feedUpdated } from './entries.ts'
import { xml } from './xml.ts'

/** RSS 2.0, https://www.rssboard.org/rss-specification */
export function rss(frame: Frame): string {
  const all = entries(frame)
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${xml(frame.words.text('feed.title', { page: frame.page.name }))}</title>
<link>${xml(frame.address('/'))}</link>
<atom:link href="${xml(frame.address('/history.rss'))}" rel="self" type="application/rss+xml"/>
<description>${xml(frame.words.text('feed.about', { page: frame.page.name }))}</description>
<language>${frame.words.lang}</language>
<lastBuildDate>${feedUpdated(frame, all).toUTCString()}</lastBuildDate>
${all.map(item).join('\n')}
</channel>
</rss>
`
}

const item = (entry: Entry) => `<item>
<title>${xml(entry.title)}</title>
<link>${xml(entry.url)}</link>
<guid isPermaLink="true">${xml(entry.url)}</guid>
<pubDate>${entry.updatedAt.toUTCString()}</pubDate>
<description>${xml(entry.html)}</description>
</item>`
