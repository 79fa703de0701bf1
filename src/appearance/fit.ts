import type { Problem } from '../lib/errors.ts'
import type { Upload } from '../uploads/find.ts'
import type { Appearance } from './schema.ts'

/** What a look must know of a page's file. */
export type Facts = Pick<Upload, 'name' | 'kind' | 'has_icon'>

/** A look that can be published, or what keeps it from being that. */
export type Fitted = {
  appearance: Appearance
  /** Its own CSS, as it is published but for the addresses of its files. */
  css: string | null
  problems: Problem[]
  /** What was taken out of its CSS and HTML, where that was asked for. */
  dropped: Problem[]
}

/**
 * Compares a look with the files of its page and reads its CSS and HTML. `drop`: what cannot be published is taken out of
 * them, and named; else it is a problem.
 */
export async function fit(appearance: Appearance, uploads: readonly Facts[], drop: boolean): Promise<Fitted> {
  const files = uploads.map(({ name }) => name)
  const pictures = uploads.flatMap(({ name, kind }) => (kind === 'image' ? [name] : []))
  const style = await styleIn(appearance.css, files, drop)
  const header = await htmlIn('headerHtml', appearance.headerHtml, pictures)
  const footer = await htmlIn('footerHtml', appearance.footerHtml, pictures)
  const found = [...style.problems, ...header.problems, ...footer.problems]
  return {
    appearance: drop
      ? { ...appearance, css: style.left, headerHtml: header.left, footerHtml: footer.left }
      : appearance,
    css: style.css,
    problems: [...missing(appearance, uploads), ...(drop ? [] : found)],
    dropped: drop ? found : [],
  }
}

/** `left`: the source without what cannot be published. */
async function styleIn(source: string | null, files: readonly string[], drop: boolean) {
  if (source === null) return { left: null, css: null, problems: [] }
  // The parser is large, and most processes never meet a style sheet.
  const { checkCss, withoutFaults } = await import('./css/check.ts')
  const { faults, css } = checkCss(source, files)
  if (faults.length === 0) return { left: source, css, problems: [] }
  const left = (drop && withoutFaults(source, files)?.trim()) || null
  return {
    left,
    css: left && checkCss(left, files).css,
    problems: faults
      .slice(0, mostTold)
      .map(({ line, column, why }) => ({ pointer: '/css', detail: `line ${line}, column ${column}: ${why}` })),
  }
}

async function htmlIn(name: string, source: string | null, files: readonly string[]) {
  if (source === null) return { left: null, problems: [] }
  const { checkHtml } = await import('./own-html.ts')
  const { html, removed } = checkHtml(source, files)
  const problems = removed
    .slice(0, mostTold)
    .map(({ line, why }) => ({ pointer: `/${name}`, detail: `line ${line}: ${why}` }))
  return { left: problems.length > 0 ? html || null : source, problems }
}

/** More would not be read. */
const mostTold = 30

/** Files that the page does not have, or that cannot stand there. */
function missing({ logo, favicon, cover, font }: Appearance, uploads: readonly Facts[]): Problem[] {
  const named: [pointer: string, name: string | null | undefined, kind: Facts['kind']][] = [
    ['/logo/light', logo?.light, 'image'],
    ['/logo/dark', logo?.dark, 'image'],
    ['/favicon/file', favicon?.file, 'image'],
    ['/cover/file', cover?.file, 'image'],
    ['/font', font?.includes('.') ? font : null, 'font'],
  ]
  const there = uploads.map(({ name }) => name)
  return named.flatMap(([pointer, name, kind]) => {
    if (!name) return []
    const file = uploads.find((one) => one.name === name)
    if (!file)
      return [
        {
          pointer,
          detail: `expected a file of this page${there.length > 0 ? `: ${there.join(', ')}` : '; it has none yet'}`,
        },
      ]
    if (file.kind !== kind) return [{ pointer, detail: `expected a ${kind === 'image' ? 'picture' : 'font'}` }]
    return pointer === '/favicon/file' && !file.has_icon ? [{ pointer, detail: 'expected a square picture' }] : []
  })
}
