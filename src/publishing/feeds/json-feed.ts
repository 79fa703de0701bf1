import type { Frame } from '../frame.ts'
import { entries } from './entries.ts'

/** JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/ */
export const jsonFeed = (frame: Frame): string =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: frame.words.text('feed.title', { page: frame.page.name }),
    home_page_url: frame.address('/'),
    feed_url: frame.address('/feed.json'),
    language: frame.words.lang,
    authors: [{ name: frame.page.name, url: frame.address('/') }],
    items: entries(frame).map((entry) => ({
      id: entry.url,
      url: entry.url,
      title: entry.title,
      content_html: entry.html,
      content_text: entry.text,
      date_published: entry.publishedAt.toISOString(),
      date_modified: entry.updatedAt.toISOString(),
      tags: entry.tags,
    })),
  })
