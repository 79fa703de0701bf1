import type { Db } from '../lib/context.ts'
import { assetName, type Upload, uploadIcon, uploadsOf } from '../uploads/find.ts'
import { publishedCss } from './css/address.ts'
import type { Appearance } from './schema.ts'
import { filesNamed } from './uses.ts'

/** What a page wears besides its colours: those of its files that it shows, and its own CSS. */
export type Dress = {
  files: Upload[]
  /** Its own icon for the browser's tab, as an address with the picture in it. */
  icon: string | null
  /** With the addresses of its files. */
  css: string | null
  /** Below its head and above its foot: sanitized, with the names of its files. */
  header: string | null
  footer: string | null
}

export const noDress: Dress = { files: [], icon: null, css: null, header: null, footer: null }

/** What a page with this look wears. Most wear nothing, which is found without asking. */
export async function dressOf({ db }: { db: Db }, pageId: string, appearance: Appearance): Promise<Dress> {
  const css = appearance.css === null ? null : await cssOf(db, pageId)
  if (css === null && filesNamed(appearance).length === 0 && !appearance.headerHtml && !appearance.footerHtml)
    return noDress
  return dressWith({ db }, await uploadsOf({ db }, pageId), appearance, css)
}

/** The same with CSS that is not saved. `css`: as `checkCss` answers it. */
export async function dressWith(
  { db }: { db: Db },
  all: readonly Upload[],
  appearance: Appearance,
  css: string | null,
): Promise<Dress> {
  const header = await cleanHtml(appearance.headerHtml, all)
  const footer = await cleanHtml(appearance.footerHtml, all)
  const named = new Set([...filesNamed(appearance), ...filesInCss(css), ...filesInHtml(`${header}${footer}`)])
  const icon = all.find(({ name }) => name === appearance.favicon?.file)
  return {
    files: all.filter((file) => named.has(file.name)),
    icon: icon ? dataUrl(await uploadIcon({ db }, icon.id)) : null,
    css: css && publishedCss(css, (name) => addressIn(all, name)),
    header,
    footer,
  }
}

/** It was looked at when it was saved; what is published is sanitized here all the same. */
async function cleanHtml(source: string | null, files: readonly Upload[]): Promise<string | null> {
  if (source === null) return null
  const { checkHtml } = await import('./own-html.ts')
  return checkHtml(
    source,
    files.flatMap(({ name, kind }) => (kind === 'image' ? [name] : [])),
  ).html
}

async function cssOf(db: Db, pageId: string): Promise<string | null> {
  const row = await db.selectFrom('appearances').select('css').where('page_id', '=', pageId).executeTakeFirst()
  return row?.css ?? null
}

const filesInCss = (css: string | null) =>
  [...(css ?? '').matchAll(/url\(u-file:([a-z0-9._-]+)\)/g)].map(([, name]) => name!)

const filesInHtml = (html: string) => [...html.matchAll(/ src="([a-z0-9._-]+)"/g)].map(([, name]) => name!)

/** Beside the style sheet, which lies among the assets. */
function addressIn(files: readonly Upload[], name: string): string | null {
  const file = files.find((one) => one.name === name)
  return file ? assetName(file) : null
}

const dataUrl = (png: Buffer | null) => png && `data:image/png;base64,${png.toString('base64')}`
