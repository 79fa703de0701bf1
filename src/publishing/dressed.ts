import { noDress } from '../appearance/dress.ts'
import { bundledBytes, fontAsset } from '../appearance/fonts.ts'
import { styleFile } from '../appearance/style-file.ts'
import { assetName } from '../uploads/find.ts'
import type { Document, Edition } from './documents.ts'
import type { PageInfo } from './snapshot.ts'

/** A page with a look of its own has style sheets of its own, below its own address. */
export function dressed(shared: Edition, { appearance, dress = noDress, basePath }: PageInfo): Edition {
  const plain = shared.files.find(({ path }) => path === shared.assets.style)?.body.toString('utf8')
  if (plain === undefined) return shared
  const style = styleFile(plain, appearance, dress, false)
  const own = dress.css === null ? null : styleFile(plain, appearance, dress)
  // Other pages of its host may refer to the plain one, and be served from files alone.
  const files = [...shared.files, ...[style, own].filter((file) => file !== null)]
  const assets = {
    ...shared.assets,
    ...(style && { style: basePath + style.path }),
    ...(own && { ownStyle: basePath + own.path }),
  }
  return { ...shared, files, assets }
}

/** The pictures and the font that a page shows. They are read when they are first needed: their names say what is in them. */
export function wornDocuments({ bytesOf }: Edition, { appearance, dress = noDress }: PageInfo): Document[] {
  const font = fontAsset(appearance, dress)
  const document = (path: string, contentType: string, render: Document['render']): Document => ({
    path,
    contentType,
    kind: 'cold',
    fingerprint: path,
    render,
  })
  const own = new Map(
    dress.files.map((file) => {
      const path = `/assets/${assetName(file)}`
      return [path, document(path, file.content_type, bytesOf ? () => bytesOf(file.id) : null)]
    }),
  )
  const bundled = bundledBytesOf(appearance.font)
  return [...own.values(), ...(bundled && font ? [document(`/assets/${font}`, 'font/woff2', bundled)] : [])]
}

const bundledBytesOf = (font: string | null) =>
  font === null || font.includes('.') ? null : () => bundledBytes(font) ?? Buffer.alloc(0)
