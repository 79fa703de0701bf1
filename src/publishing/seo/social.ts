import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'

export type Shared = { title: string; description: string | undefined; path: string | null; picture: string }

/** How a link to a page looks where it is shared. https://ogp.me; where both are there X takes these too. */
export function socialMetas(frame: Frame, { title, description, path, picture }: Shared): Html {
  const { page, words, assets } = frame
  const kind = path?.startsWith('/incidents/') ? 'article' : 'website'
  const meta = (property: string, content: string | undefined) =>
    content && html`<meta property="og:${property}" content="${content}">\n`
  return html`${meta('title', title)}${meta('description', description)}${meta('type', kind)}${meta('site_name', page.name)}${meta('locale', words.locale.replace('-', '_'))}${path !== null && meta('url', frame.address(path))}${
    path !== null &&
    assets.pictures &&
    html`${meta('image', frame.address(picture))}${meta('image:width', '1200')}${meta('image:height', '630')}${meta('image:alt', description ?? title)}<meta name="twitter:card" content="summary_large_image">\n`
  }`
}
