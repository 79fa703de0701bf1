import { markdownToText } from '../lib/markdown.ts'

const longest = 280

/** A post where there is room for one line or two: chat, a ticker, a text message. The address always fits. */
export function shortForm({
  page,
  phase,
  title,
  body,
  url,
}: {
  page: string
  phase: string
  title: string
  body: string
  url: string
}): string {
  const head = `${page} · ${phase}: ${title}`
  const text = markdownToText(body).replace(/\s+/g, ' ')
  const room = Math.max(0, longest - url.length - 1)
  return `${cut(text === '' ? head : `${head}. ${text}`, room)} ${url}`
}

/** The text up to the last word that fits. */
function cut(text: string, room: number): string {
  if (text.length <= room) return text
  const head = text.slice(0, Math.max(0, room - 1))
  const end = head.lastIndexOf(' ')
  return `${head.slice(0, end > room / 2 ? end : head.length).toWellFormed()}…`
}
