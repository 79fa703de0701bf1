import type { Context, Db } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'

/** A page's picture or font, without its bytes. */
export type Upload = {
  id: string
  page_id: string
  name: string
  kind: 'image' | 'font'
  content_type: string
  hash: string
  source_hash: string
  size: number
  width: number | null
  height: number | null
  has_icon: boolean
  managed_by: string | null
  created_at: Date
}

/** By name. */
export async function uploadsOf({ db }: { db: Db }, pageId: string): Promise<Upload[]> {
  const rows = await db
    .selectFrom('uploads')
    .select([
      'id',
      'page_id',
      'name',
      'kind',
      'content_type',
      'hash',
      'source_hash',
      'size',
      'width',
      'height',
      'managed_by',
      'created_at',
      (eb) => eb('icon', 'is not', null).as('has_icon'),
    ])
    .where('page_id', '=', pageId)
    .orderBy('name')
    .execute()
  return rows.map(({ kind, has_icon, ...row }) => ({
    ...row,
    kind: kind === 'font' ? 'font' : 'image',
    has_icon: Boolean(has_icon),
  }))
}

/** One of a page, by its id or its name. */
export async function findUpload(ctx: Context, pageId: string, name: string): Promise<Upload> {
  const all = await uploadsOf(ctx, pageId)
  const found = all.find((one) => one.id === name) ?? all.find((one) => one.name === name)
  if (!found) throw new NotFound('file')
  return found
}

/** What is published. Throws where it is gone. */
export async function uploadBytes({ db }: { db: Db }, id: string): Promise<Buffer> {
  const { bytes } = await db
    .selectFrom('uploads')
    .select('bytes')
    .where('id', '=', id)
    .executeTakeFirstOrThrow(() => new NotFound('file'))
  return bytes
}

/** A square picture at 32 pixels, as PNG. */
export async function uploadIcon({ db }: { db: Db }, id: string): Promise<Buffer | null> {
  const row = await db.selectFrom('uploads').select('icon').where('id', '=', id).executeTakeFirst()
  return row?.icon ?? null
}

const endings: Record<string, string> = {
  'image/png': 'png',
  'image/webp': 'webp',
  'font/woff2': 'woff2',
  'font/woff': 'woff',
}

/** What it is called below `/assets/`: by its content, so that it is kept for ever and says nothing of its name. */
export const assetName = ({ hash, content_type }: Pick<Upload, 'hash' | 'content_type'>) =>
  `u-${hash}.${endings[content_type] ?? 'bin'}`
