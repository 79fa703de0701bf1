import MarkdownIt from 'markdown-it'
import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import type { VendorModel } from './vendor.cases.ts'

// https://developer.webex.com/docs/api/v1/messages/create-a-message and …/docs/basics#formatting-messages

const shape = z.strictObject({ markdown: z.string().min(1) })

function answer({ method, path, headers, json }: VendorRequest): VendorAnswer {
  if (method !== 'POST' || !/^\/v1\/webhooks\/incoming\/[\w=-]+$/.test(path))
    return { status: 404, body: { message: 'The requested resource could not be found.' } }
  const given = shape.safeParse(json)
  if (!headers['content-type']?.startsWith('application/json') || !given.success)
    return { status: 400, body: { message: 'One of the following must be non-empty: text, file, or meetingId' } }
  if (Buffer.byteLength(given.data.markdown) > 7439)
    return { status: 400, body: { message: 'Message length limited to 7439 characters.' } }
  return { status: 204 }
}

/** Markdown with HTML and addresses made into links, as Webex reads it. */
const parser = new MarkdownIt({ html: true, linkify: true })

export const vendor: VendorModel = {
  answer,
  shows: ([request]) => {
    const { markdown } = shape.parse(request?.json)
    const html = parser.render(markdown)
    const links = [...html.matchAll(/<a href="([^"]*)"[^>]*>(.*?)<\/a>/gs)]
    const formatted = html.matchAll(/<(strong|em|s|code|pre|blockquote|h\d|li|td|th)\b[^>]*>(.*?)<\/\1>/gs)
    return {
      text: plain(html),
      pings: markdown.match(/<@(personEmail|personId|all)[^>]*>|<spark-mention[^>]*>/g) ?? [],
      links: links.map(([, href = '', words = '']) => ({ href: plain(href), words: plain(words) })),
      formats: Array.from(formatted, ([, , inside = '']) => plain(inside)),
    }
  },
  spellings: [
    { url: ' https://webexapis.com/v1/webhooks/incoming/Y2lzY29zcGFyazovL3VzL1dFQkhPT0svMDEyMzQ1Njc/' },
    { url: 'https://api.ciscospark.com/v1/webhooks/incoming/Y2lzY29zcGFyazovL3VzL1dFQkhPT0svMDEyMzQ1Njc' },
  ],
  others: [{ url: 'https://webexapis.com/v1/webhooks/incoming/Y2lzY29zcGFyazovL3VzL1dFQkhPT0svMDEyMzQ1Njg' }],
}

const plain = (html: string) =>
  html
    .replace(/<[^>]+>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
