import { basename } from 'node:path'
import { fit } from '../appearance/fit.ts'
import { ChangeAppearance, changed, plainAppearance } from '../appearance/schema.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput, TooLarge } from '../lib/errors.ts'
import { pagesOf } from '../pages/find.ts'
import { type Upload, uploadsOf } from '../uploads/find.ts'
import { endingOf, kindOf } from '../uploads/kind.ts'
import { nameFrom } from '../uploads/name.ts'
import { hashOf, type Prepared, prepareUpload } from '../uploads/prepare.ts'
import type { File } from './apply.ts'
import { each, textAt, valueAt } from './data.ts'
import { type Document, readDocument } from './document.ts'
import type { Mistake, Path } from './mistake.ts'

/** A picture or a font that a page is to have. `prepared`: null where it has it already. */
export type WantedFile = { name: string; sourceHash: string; prepared: Prepared | null }

export type FilesRead = {
  /** Those of each page that names some, by its slug. */
  bySlug: ReadonlyMap<string, WantedFile[]>
  mistakes: Mistake[]
}

/**
 * Reads the pictures and fonts that a configuration names, and looks at what its pages show of them. Before the
 * transaction: a picture takes a moment, and nothing is kept here.
 */
export async function readFiles(ctx: Context, file: File): Promise<FilesRead> {
  const bySlug = new Map<string, WantedFile[]>()
  const mistakes: Mistake[] = []
  // Most files name none, and are read once and not twice.
  if (!/\b(files|logo|favicon|cover|font|css|headerHtml|footerHtml)\b/.test(file.text)) return { bySlug, mistakes }
  const document = readDocument(file.text, file.environment)
  const pages = await pagesOf(ctx)
  for (const path of each(document.data, ['pages'])) {
    const slug = textAt(document.data, [...path, 'slug'])
    const page = pages.find((one) => one.slug === slug)
    const there = page ? await uploadsOf(ctx, page.id) : []
    const wanted: WantedFile[] = []
    for (const at of each(document.data, [...path, 'files'])) {
      const one = await readOne(file, document, at, there)
      if ('detail' in one) mistakes.push(one)
      else wanted.push(one)
    }
    if (slug !== null && wanted.length > 0) bySlug.set(slug, wanted)
    mistakes.push(...(await misfits(document, [...path, 'appearance'], wanted, there)))
  }
  return { bySlug, mistakes }
}

async function readOne(
  file: File,
  document: Document,
  at: Path,
  there: readonly Upload[],
): Promise<WantedFile | Mistake> {
  const path = textAt(document.data, at)
  if (path === null) return document.mistakeAt(at, 'expected the path of a file, relative to this one')
  const bytes = await file.read?.(path).catch(() => null)
  if (!bytes) return document.mistakeAt(at, `expected a file that can be read: ${path}`)
  const sourceHash = hashOf(bytes)
  const kind = kindOf(bytes)
  const name = nameFrom(basename(path), kind ? endingOf(kind) : '')
  if (there.some((one) => one.name === name && one.source_hash === sourceHash))
    return { name, sourceHash, prepared: null }
  try {
    return { name, sourceHash, prepared: await prepareUpload(basename(path), bytes) }
  } catch (error) {
    if (error instanceof TooLarge) return document.mistakeAt(at, error.message)
    if (error instanceof InvalidInput) return document.mistakeAt(at, error.problems[0]?.detail ?? error.message)
    throw error
  }
}

/** What a page would show that is not there, and CSS and HTML that no page may have. */
async function misfits(document: Document, at: Path, wanted: readonly WantedFile[], there: readonly Upload[]) {
  const parsed = ChangeAppearance.safeParse(valueAt(document.data, at))
  // Another mistake, which is told where shapes are looked at.
  if (!parsed.success) return []
  const facts = wanted.flatMap(({ name, prepared }) =>
    prepared ? [{ name, kind: prepared.kind, has_icon: prepared.icon !== null }] : [],
  )
  const named = new Set(facts.map(({ name }) => name))
  const uploads = [...facts, ...there.filter(({ name }) => !named.has(name))]
  const { problems } = await fit(changed(plainAppearance, parsed.data), uploads, false)
  return problems.map(({ pointer, detail }) => document.mistakeAt([...at, ...pointer.split('/').slice(1)], detail))
}
