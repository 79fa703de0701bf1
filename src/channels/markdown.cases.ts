import MarkdownIt from 'markdown-it'
import type { Shown } from './vendor.cases.ts'

const parser = new MarkdownIt({ html: false, linkify: true, breaks: true })
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false })

/** How a chat that knows Markdown shows a text: read by markdown-it, which is nobody's own reader but close to all. */
export function shownAsMarkdown(source: string): Omit<Shown, 'pings'> & { pings: string[]; formats: string[] } {
  const formats: string[] = []
  const links: { words: string; href: string }[] = []
  const text: string[] = []
  let block: string | null = null
  for (const token of parser.parse(source, {})) {
    if (/^(heading|blockquote|table)_open$/.test(token.type)) block = token.type
    if (/^(heading|blockquote|table)_close$/.test(token.type)) block = null
    if (token.type === 'fence' || token.type === 'code_block') formats.push(token.content)
    if (token.type === 'hr') formats.push('headed')
    if (token.type !== 'inline') continue
    const open: { type: string; href: string; words: string }[] = []
    let all = ''
    for (const part of token.children ?? []) {
      const words = /^(text|text_special|code_inline)$/.test(part.type)
        ? part.content
        : /break$/.test(part.type)
          ? '\n'
          : ''
      all += words
      for (const outer of open) outer.words += words
      if (part.type === 'code_inline') formats.push(part.content)
      if (part.type === 'image') links.push({ words: part.content, href: String(part.attrGet('src')) })
      if (part.type.endsWith('_open')) open.push({ type: part.type, href: String(part.attrGet('href')), words: '' })
      if (!part.type.endsWith('_close')) continue
      const closed = open.pop()
      if (closed?.type === 'link_open') links.push(closed)
      else if (closed) formats.push(closed.words)
    }
    text.push(all)
    if (block) formats.push(all)
  }
  // What chats have beside Markdown: hidden text, names of emoji, formulas.
  const plain = source.replace(/\\[!-/:-@[-`{-~]/g, '\ufffc')
  formats.push(...(plain.match(/\|\|[^|]+\|\||(?<!\w):[a-z]+:|\$\$[^$]+\$\$/g) ?? []))
  return { text: text.join('\n'), pings: [], links, formats }
}
