import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { NotFound } from '../lib/errors.ts'
import { scriptFile } from '../lib/script-file.ts'
import { styleSheet } from '../lib/style-sheet.ts'
import { defineRaw } from './raw-route.ts'

type Asset = { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string; readonly version: string }

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  json: 'application/json',
}

/** Every file below public/, read once when the program starts. */
const assets: ReadonlyMap<string, Asset> = readAll(join(import.meta.dirname, '../../public'))

/** The address of a file in public/, such as `console.css` or `vendor/htmx.js`; it changes with the content. */
export function assetUrl(name: string): string {
  const asset = assets.get(name)
  if (!asset) throw new Error(`there is no public/${name}`)
  return `/assets/${asset.version}/${name}`
}

/** What is in a file in public/. */
export function assetText(name: string): string {
  const asset = assets.get(name)
  if (!asset) throw new Error(`there is no public/${name}`)
  return Buffer.from(asset.bytes).toString('utf8')
}

/** The routes that serve them. An address with another version works too, for what a style sheet names by itself. */
export const assetRoutes = [
  defineRaw({
    method: 'GET',
    path: '/assets/{version}/{name}',
    permission: 'public',
    summary: 'A style sheet, script or picture',
    run: async (_ctx, { params }) => serve(params.version, params.name),
  }),
  defineRaw({
    method: 'GET',
    path: '/assets/{version}/{folder}/{name}',
    permission: 'public',
    summary: 'A style sheet, script or picture in a folder',
    run: async (_ctx, { params }) => serve(params.version, `${params.folder}/${params.name}`),
  }),
]

function serve(version: string, name: string): Response {
  const asset = assets.get(name)
  if (!asset) throw new NotFound('file')
  const cache = version === asset.version ? 'public, max-age=31536000, immutable' : 'public, max-age=300'
  return new Response(asset.bytes, { headers: { 'content-type': asset.type, 'cache-control': cache } })
}

function whole(folder: string, name: string): Buffer {
  if (name.endsWith('.css')) return styleSheet(folder, name)
  return name.endsWith('.js') ? scriptFile(folder, name) : readFileSync(join(folder, name))
}

function readAll(folder: string): ReadonlyMap<string, Asset> {
  const found = new Map<string, Asset>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const read = whole(entry.parentPath, entry.name)
    const bytes = new Uint8Array(read)
    const version = createHash('sha256').update(bytes).digest('base64url').slice(0, 12)
    const name = path.slice(folder.length + 1).replaceAll('\\', '/')
    found.set(name, { bytes, type: types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream', version })
  }
  return found
}
