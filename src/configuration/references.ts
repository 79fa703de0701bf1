import { builtIn } from '../audiences/schema.ts'
import type { Medium } from '../channels/channel.ts'
import { carriersOf } from '../channels/index.ts'
import { didYouMean } from '../lib/nearest.ts'
import { promisesNextUpdate } from '../messages/placeholders.ts'
import { each, textAt, valueAt } from './data.ts'
import type { Document } from './document.ts'
import type { Mistake, Path } from './mistake.ts'

/** What is there besides the file, to which it may refer. */
export type Known = {
  pages: { slug: string; components: string[]; audiences?: string[] }[]
  messages: { key: string; texts: (string | null)[] }[]
  sources: { key: string; kind: string }[]
}

export const nothingKnown: Known = { pages: [], messages: [], sources: [] }

/**
 * What in a document refers to nothing, contradicts or repeats itself. Works on the raw data, so that these mistakes are
 * named beside those of shape.
 */
export function checkReferences(document: Document, known: Known): Mistake[] {
  const pages = pagesIn(document.data, known)
  return [
    ...repeats(document),
    ...each(document.data, ['pages']).flatMap((path) => audienceMistakes(document, path, known)),
    ...each(document.data, ['messages']).flatMap((path) => messageMistakes(document, path, known)),
    ...each(document.data, ['rules']).flatMap((path) => ruleMistakes(document, path, pages, known)),
    ...each(document.data, ['subscribers']).flatMap((path) => subscriberMistakes(document, path, pages)),
    ...each(document.data, ['sources']).flatMap((path) => kindMistakes(document, path, known)),
  ]
}

type PageKeys = { slug: string; keys: Set<string> }

function pagesIn(data: unknown, known: Known): PageKeys[] {
  const pages = known.pages.map(({ slug, components }) => ({ slug, keys: new Set(components) }))
  for (const path of each(data, ['pages'])) {
    const slug = textAt(data, [...path, 'slug'])
    if (slug === null) continue
    const page = pages.find((one) => one.slug === slug) ?? { slug, keys: new Set<string>() }
    if (!pages.includes(page)) pages.push(page)
    for (const component of componentsBelow(data, path)) page.keys.add(textAt(data, [...component, 'key']) ?? '')
  }
  return pages
}

function componentsBelow(data: unknown, path: Path): Path[] {
  return each(data, [...path, 'components']).flatMap((component) => [component, ...componentsBelow(data, component)])
}

function repeats(document: Document): Mistake[] {
  const { data } = document
  const pages = each(data, ['pages'])
  const twice = (paths: Path[], field: string, keyOf = (path: Path) => textAt(data, [...path, field])) =>
    repeated(paths, keyOf).map((path) => {
      const value = field === 'token' ? 'This token' : JSON.stringify(document.written([...path, field]))
      return document.mistakeAt([...path, field], `${value} stands here a second time; expected another one`)
    })
  return [
    ...twice(pages, 'slug'),
    ...twice(pages, 'host'),
    ...pages.flatMap((page) => twice(componentsBelow(data, page), 'key')),
    ...pages.flatMap((page) => twice(each(data, [...page, 'audiences']), 'key')),
    ...pages.flatMap((page) => twice(each(data, [...page, 'metrics']), 'key')),
    ...twice(each(data, ['messages']), 'key'),
    ...twice(each(data, ['sources']), 'key'),
    ...twice(each(data, ['channels']), 'key'),
    ...pages.flatMap((page) => twice(each(data, [...page, 'worldChannels']), 'key')),
    ...twice(each(data, ['sources']), 'token'),
    ...twice(each(data, ['rules']), 'name'),
    ...twice(each(data, ['subscribers']), 'email', (path) => {
      const email = textAt(data, [...path, 'email'])
      return email && `${textAt(data, [...path, 'page'])} ${email.trim().toLowerCase()}`
    }),
    ...twice(each(data, ['subscribers']), 'target', (path) => {
      const place = destinationAt(data, path)
      return place && `${textAt(data, [...path, 'page'])} ${place}`
    }),
  ]
}

/** One destination, however it is spelled. */
function destinationAt(data: unknown, path: Path): string | null {
  const carrier = carriersOf(textAt(data, [...path, 'channel']) as Medium)[0]
  const read = carrier?.target.safeParse(valueAt(data, [...path, 'target']))
  return carrier && read?.success ? `${carrier.medium} ${carrier.identity(read.data)}` : null
}

function repeated(paths: Path[], keyOf: (path: Path) => string | null): Path[] {
  const seen = new Set<string>()
  return paths.filter((path) => {
    const key = keyOf(path)
    if (key === null || !seen.has(key)) {
      if (key !== null) seen.add(key)
      return false
    }
    return true
  })
}

/** What components, metrics and texts of the page are limited to must be an audience of their page. */
function audienceMistakes(document: Document, page: Path, known: Known): Mistake[] {
  const { data } = document
  const there = known.pages.find(({ slug }) => slug === textAt(data, [...page, 'slug']))?.audiences ?? []
  const named = each(data, [...page, 'audiences']).flatMap((path) => textAt(data, [...path, 'key']) ?? [])
  const keys = [...builtIn, ...there, ...named]
  const content = [...page, 'content']
  const texts = ['faq', 'contacts', 'texts'].flatMap((list) => each(data, [...content, list]))
  const metrics = each(data, [...page, 'metrics'])
  return [...componentsBelow(data, page), ...metrics, [...content, 'announcement'], ...texts].flatMap((limited) =>
    each(data, [...limited, 'audiences']).flatMap((path) => {
      const key = valueAt(data, path)
      if (typeof key !== 'string' || keys.includes(key)) return []
      return [notThere(document, path, 'the key of an audience', keys)]
    }),
  )
}

function ruleMistakes(document: Document, path: Path, pages: PageKeys[], known: Known): Mistake[] {
  const { data } = document
  const text = (field: string) => textAt(data, [...path, field])
  const [page, component, message] = [text('page'), text('component'), text('message')]
  const mistakes: Mistake[] = []
  if (page !== null) mistakes.push(...unknownPage(document, [...path, 'page'], page, pages))
  if (component !== null && mistakes.length === 0)
    mistakes.push(...unknownComponent(document, [...path, 'component'], component, pages, page))
  const messages = [
    ...each(data, ['messages']).flatMap((at) => textAt(data, [...at, 'key']) ?? []),
    ...known.messages.map((m) => m.key),
  ]
  if (message !== null && !messages.includes(message))
    mistakes.push(notThere(document, [...path, 'message'], 'a message', messages))
  const records = textAt(data, [...path, 'publish', 'mode']) === 'record'
  if (message !== null && !records && text('nextUpdateEvery') === null && promises(data, message, known))
    mistakes.push(
      document.mistakeAt(path, `expected nextUpdateEvery, such as 30m: the message "${message}" says {{nextUpdateAt}}`),
    )
  return mistakes
}

function promises(data: unknown, message: string, known: Known): boolean {
  const path = each(data, ['messages']).find((at) => textAt(data, [...at, 'key']) === message)
  const texts = path ? saidIn(valueAt(data, path)) : (known.messages.find((one) => one.key === message)?.texts ?? [])
  return texts.some(promisesNextUpdate)
}

/** All that a message says in its own language, whatever is wrong with its shape. */
function saidIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, one]) => (name === 'translations' ? [] : saidIn(one)))
}

/** What texts are for must be an audience of some page. */
function messageMistakes(document: Document, message: Path, known: Known): Mistake[] {
  const { data } = document
  const named = each(data, ['pages']).flatMap((page) =>
    each(data, [...page, 'audiences']).flatMap((path) => textAt(data, [...path, 'key']) ?? []),
  )
  const keys = [...builtIn, ...known.pages.flatMap(({ audiences = [] }) => audiences), ...named]
  return each(data, [...message, 'texts']).flatMap((text) => {
    const key = textAt(data, [...text, 'audience'])
    return key === null || keys.includes(key)
      ? []
      : [notThere(document, [...text, 'audience'], 'the key of an audience', keys)]
  })
}

function subscriberMistakes(document: Document, path: Path, pages: PageKeys[]): Mistake[] {
  const page = textAt(document.data, [...path, 'page'])
  if (page === null) return []
  const mistakes = unknownPage(document, [...path, 'page'], page, pages)
  if (mistakes.length > 0) return mistakes
  const components = valueAt(document.data, [...path, 'components'])
  if (!Array.isArray(components)) return []
  return components.flatMap((key: unknown, index) =>
    typeof key === 'string' ? unknownComponent(document, [...path, 'components', index], key, pages, page) : [],
  )
}

function unknownPage(document: Document, path: Path, slug: string, pages: PageKeys[]): Mistake[] {
  const slugs = pages.map((page) => page.slug)
  return slugs.includes(slug) ? [] : [notThere(document, path, 'the slug of a page', slugs)]
}

function unknownComponent(
  document: Document,
  path: Path,
  key: string,
  pages: PageKeys[],
  page: string | null,
): Mistake[] {
  const places = pages.filter((one) => page === null || one.slug === page)
  const holding = places.filter((one) => one.keys.has(key))
  if (holding.length === 1) return []
  const keys = places.flatMap((one) => [...one.keys])
  if (holding.length === 0) return [notThere(document, path, 'the key of a component', keys)]
  const slugs = holding.map((one) => one.slug).join(', ')
  return [document.mistakeAt(path, `expected a page beside it: ${slugs} each have a component "${key}"`)]
}

function kindMistakes(document: Document, path: Path, known: Known): Mistake[] {
  const [key, kind] = [textAt(document.data, [...path, 'key']), textAt(document.data, [...path, 'kind'])]
  const now = known.sources.find((source) => source.key === key)
  if (!now || kind === null || now.kind === kind) return []
  const detail = `expected ${now.kind}, which the source "${key}" is; another kind needs another key`
  return [document.mistakeAt([...path, 'kind'], detail)]
}

/** Says what is written there, not what the environment made of it. */
function notThere(document: Document, path: Path, what: string, known: string[]): Mistake {
  const name = document.written(path) ?? ''
  return document.mistakeAt(
    path,
    `expected ${what} that is there, found "${name.slice(0, 60)}"${didYouMean(name, known)}`,
  )
}
