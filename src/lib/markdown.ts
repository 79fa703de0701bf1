import MarkdownIt, { type Token } from 'markdown-it'
import sanitize from 'sanitize-html'
import { escapeHtml, type Html, raw } from './html.ts'
import { remembered } from './remembered.ts'

/** Longer texts are shown as plain paragraphs: what a post may hold, and a bound on the parser's work. */
export const longestMarkdown = 25_000

/** Markdown to safe HTML: no raw HTML, no images, links to http, https and mailto only. Headings start at h3. */
export const renderMarkdown = (text: string): Html => raw(rendered(text))

const rendered = remembered((text: string) => {
  const source = printable(text)
  if (tooCostly(source)) return plainParagraphs(source)
  // The parser lets no HTML through; the allow list is the second wall, should the first one have a hole.
  return sanitize(parser.render(source), allowed).trim()
}, 256)

/** The same text for mail and feeds: paragraphs, "- " lists, and links as "words (address)". */
export const markdownToText = remembered((text: string) => {
  const source = printable(text)
  if (tooCostly(source)) return source.trim()
  const lines: Lines = { out: [], lists: [], prefix: '' }
  for (const token of parser.parse(source, {})) addBlock(lines, token)
  return lines.out
    .join('')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
})

/** The blocks of a text, each with its parts in `children`. */
export const markdownTokens = (text: string): Token[] => (tooCostly(text) ? [] : parser.parse(text, {}))

const parser = new MarkdownIt({ html: false, linkify: true, breaks: true, maxNesting: 20 })
parser.disable(['image', 'table', 'strikethrough'])
parser.validateLink = (address) => /^(https?:\/\/|mailto:)/i.test(address)
// Bare words such as "status.md" or "10.0.0.1" are not addresses.
parser.linkify.set({ fuzzyLink: false, fuzzyIP: false })

// "[words]()" leads nowhere: only its words stay.
parser.core.ruler.push('links lead somewhere', ({ tokens }) => {
  for (const block of tokens) if (block.children) block.children = withoutEmptyLinks(block.children)
})

function withoutEmptyLinks(tokens: Token[]): Token[] {
  const kept: boolean[] = []
  return tokens.filter((token) => {
    if (token.type === 'link_open') kept.push(Boolean(token.attrGet('href')))
    return token.type === 'link_open' ? kept.at(-1) : token.type === 'link_close' ? kept.pop() : true
  })
}

const allowed: sanitize.IOptions = {
  allowedTags: ['p', 'br', 'strong', 'em', 'a', 'ul', 'ol', 'li', 'code', 'pre', 'blockquote', 'h3', 'h4'],
  allowedAttributes: { a: ['href', 'rel'], ol: ['start'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'escape',
  transformTags: {
    h1: 'h3',
    h2: 'h3',
    h3: 'h4',
    h5: 'h4',
    h6: 'h4',
    a: sanitize.simpleTransform('a', { rel: 'nofollow noopener' }),
  },
}

/** Control characters mean nothing in a text, and hide things from filters. */
export const printable = (text: string) =>
  text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, '')

/** Thousands of marks or lines in one text are an attack on the parser, not a post. A mark with its backslash is one. */
export const tooCostly = (source: string) =>
  source.length > longestMarkdown ||
  (source.match(/\\?[^\p{L}\p{N}\s.,']/gu)?.length ?? 0) > 2500 ||
  (source.match(/\n/g)?.length ?? 0) > 600

const plainParagraphs = (source: string) =>
  source
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => `<p>${escapeHtml(paragraph.trim()).replaceAll('\n', '<br>')}</p>`)
    .join('\n')

type Lines = { out: string[]; lists: (number | null)[]; prefix: string }

function addBlock(lines: Lines, token: Token) {
  const { out, lists } = lines
  if (token.type === 'inline') out.push(lines.prefix + inlineText(token.children ?? []))
  else if (token.type === 'fence' || token.type === 'code_block') out.push(token.content, '\n')
  else if (token.type === 'hr') out.push('---\n\n')
  else if (token.type === 'bullet_list_open') lists.push(null)
  else if (token.type === 'ordered_list_open') lists.push(Number(token.attrGet('start') ?? 1))
  else if (token.type.endsWith('_list_close')) closeList(lines)
  else if (token.type === 'list_item_open') out.push('\n', '  '.repeat(Math.max(0, lists.length - 1)), bullet(lists))
  else if (token.type === 'blockquote_open') lines.prefix += '> '
  else if (token.type === 'blockquote_close') lines.prefix = lines.prefix.slice(0, -2)
  if (/^(paragraph|heading)_close$/.test(token.type)) out.push(lists.length > 0 ? '' : '\n\n')
}

function closeList({ out, lists }: Lines) {
  lists.pop()
  if (lists.length === 0) out.push('\n\n')
}

function bullet(lists: (number | null)[]) {
  const next = lists.at(-1)
  if (typeof next !== 'number') return '- '
  lists[lists.length - 1] = next + 1
  return `${next}. `
}

function inlineText(tokens: Token[]) {
  let out = ''
  let start = 0
  for (const token of tokens) {
    if (token.type === 'text' || token.type === 'code_inline') out += token.content
    else if (token.type === 'softbreak' || token.type === 'hardbreak') out += '\n'
    else if (token.type === 'link_open') start = out.length
    else if (token.type === 'link_close') out += address(tokens, token, out.slice(start))
  }
  return out
}

function address(tokens: Token[], close: Token, words: string) {
  const open = tokens.slice(0, tokens.indexOf(close)).findLast((token) => token.type === 'link_open')
  const href = String(open?.attrGet('href') ?? '')
  return href === `mailto:${words}` || href === parser.normalizeLink(words) ? '' : ` (${href})`
}
