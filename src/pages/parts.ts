import { type Html, html } from '../lib/html.ts'

/** The screens of a page's settings, by where they are below it. */
const screens = [
  ['appearance', 'Appearance'],
  ['files', 'Pictures and fonts'],
  ['appearance/code', 'CSS and HTML'],
  ['content', 'Content'],
  ['metrics', 'Metrics'],
  ['languages', 'Languages'],
  ['audiences', 'Audiences'],
  ['channels', 'Channels'],
  ['world', 'Tell the world'],
  ['access', 'Access'],
  ['domains', 'Host names'],
  ['searches', 'Searches'],
] as const

/** The way to all that can be set on a page. Viewers do not see who belongs to an audience. */
export const pageParts = (
  { id, name }: { id: string; name: string },
  isEditor: boolean,
  look: 'button small' | null = 'button small',
): Html =>
  html`<nav class="parts-of" aria-label="Settings of ${name}"><ul>${screens
    .filter(([path]) => isEditor || (path !== 'audiences' && path !== 'world'))
    .map(
      ([path, words]) =>
        html`<li><a${look && html` class="${look}"`} href="/console/settings/pages/${id}/${path}">${words}</a></li>`,
    )}</ul></nav>`

/** Those of each page, where the pages are few enough to be read at a glance. */
export const partsOfPages = (pages: readonly { id: string; name: string }[], isEditor: boolean): Html | null =>
  pages.length === 0 || pages.length > 6
    ? null
    : html`${pages.map((page) => html`<h3><a href="/console/settings/pages/${page.id}">${page.name}</a></h3>${pageParts(page, isEditor, null)}`)}`
