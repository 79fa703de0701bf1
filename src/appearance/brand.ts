import { type Html, html, raw } from '../lib/html.ts'
import { icon, type Tone } from '../lib/mark.ts'
import { assetName, type Upload } from '../uploads/find.ts'
import type { Dress } from './dress.ts'
import { fontAsset } from './fonts.ts'
import type { Appearance } from './schema.ts'

/** A page as its head and foot show it; `link` makes a path on the page an address. */
export type Worn = { name: string; appearance: Appearance; dress: Dress; link: (path: string) => string }

/** The page's logo, or its name. */
export function brandOf({ name, appearance, dress, link }: Worn): Html {
  const { logo, scheme } = appearance
  const light = fileOf(dress, logo?.light)
  const dark = fileOf(dress, logo?.dark) ?? light
  if (!logo || !light || !dark) return html`<bdi>${name}</bdi>`
  const first = scheme === 'dark' ? dark : light
  const address = (file: Upload) => link(`/assets/${assetName(file)}`)
  const picture = html`<img class="logo" src="${address(first)}" alt="${logo.alt ?? name}"${sizeOf(first)}>`
  if (scheme !== 'auto' || dark === light) return picture
  return html`<picture><source media="(prefers-color-scheme: dark)" srcset="${address(dark)}"${sizeOf(dark)}>${picture}</picture>`
}

/** A picture across the page, above its head. No text ever stands on it, so that all of it can be read. */
export function coverOf({ appearance, dress, link }: Worn): Html | null {
  const file = fileOf(dress, appearance.cover?.file)
  return (
    file &&
    html`<img class="cover" src="${link(`/assets/${assetName(file)}`)}" alt="${appearance.cover?.alt ?? ''}"${sizeOf(file)} fetchpriority="high">\n`
  )
}

/** The page's own HTML, with the addresses of its pictures. It is sanitized in `dressOf`. */
export function ownHtml({ dress, link }: Worn, place: 'header' | 'footer'): Html | null {
  const source = dress[place]
  if (!source) return null
  const placed = source.replaceAll(/ src="([a-z0-9._-]+)"/g, (_, name: string) => {
    const file = fileOf(dress, name)
    return file ? ` src="${link(`/assets/${assetName(file)}`)}"` : ''
  })
  return html`<div class="own-html" dir="auto">${raw(placed)}</div>\n`
}

/** The browser's tab: the state's mark, the page's own icon, or the one on the other. No request is needed for it. */
export function tabIcon({ appearance, dress }: Worn, tone: Tone | undefined): string {
  if (!dress.icon) return icon(tone ?? 'notice')
  return appearance.favicon?.state && tone ? icon(tone, dress.icon) : dress.icon
}

/** The font is asked for with the style sheet and not after it. */
export function fontPreload({ appearance, dress, link }: Worn): Html | null {
  const asset = fontAsset(appearance, dress)
  if (!asset) return null
  const type = asset.endsWith('2') ? 'font/woff2' : 'font/woff'
  return html`<link rel="preload" href="${link(`/assets/${asset}`)}" as="font" type="${type}" crossorigin>\n`
}

const fileOf = (dress: Dress, name: string | null | undefined): Upload | null =>
  dress.files.find((file) => file.name === name) ?? null

/** So that nothing moves when the picture is there. */
const sizeOf = ({ width, height }: Upload): Html | null =>
  width && height ? html` width="${width}" height="${height}"` : null
