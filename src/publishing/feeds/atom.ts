import type { Frame } from '../frame.ts'
import { type Entry, entries, feedUpdated } from './entries.ts'
import { xml } from './xml.ts'

/** Atom 1.0, RFC 4287 */
export function atom(frame: Frame): string {
  const all = entries(frame)
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${frame.words.lang}">
<title>${xml(frame.words.text('feed.title', { page: frame.page.name }))}</title>
<id>${xml(frame.address('/'))}</id>
<link rel="alternate" type="text/html" href="${xml(frame.address('/'))}"/>
<link rel="self" type="application/atom+xml" href="${xml(frame.address('/history.atom'))}"/>
<updated>${feedUpdated(frame, all).toISOString()}</updated>
<author><name>${xml(frame.page.name)}</name></author>
${all.map(item).join('\n')}
</feed>
`
}

const item = (entry: Entry) => `<entry>
<title>${xml(entry.title)}</title>
<id>${xml(entry.url)}</id>
<link rel="alternate" type="text/html" href="${xml(entry.url)}"/>
<published>${entry.publishedAt.toISOString()}</published>
<updated>${entry.updatedAt.toISOString()}</updated>
${entry.tags.map((tag) => `<category term="${xml(tag)}"/>`).join('')}
<content type="html">${xml(entry.html)}</content>
</entry>`
