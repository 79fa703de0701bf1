import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import type { VendorModel } from './vendor.cases.ts'

// https://spec.matrix.org/latest/client-server-api/#mroommessage-msgtypes and, for threads, #mthread

const content = z.strictObject({
  msgtype: z.literal('m.text'),
  body: z.string().min(1),
  format: z.literal('org.matrix.custom.html'),
  formatted_body: z.string().min(1),
  'm.mentions': z.strictObject({ user_ids: z.array(z.string()).optional(), room: z.boolean().optional() }),
  'm.relates_to': z
    .strictObject({
      rel_type: z.literal('m.thread'),
      event_id: z.string(),
      is_falling_back: z.boolean(),
      'm.in_reply_to': z.strictObject({ event_id: z.string() }),
    })
    .optional(),
})

function answer({ method, path, headers, json, body }: VendorRequest): VendorAnswer {
  if (!headers.authorization?.startsWith('Bearer ')) return { status: 401, body: { errcode: 'M_MISSING_TOKEN' } }
  const place = /^\/_matrix\/client\/v3\/rooms\/([^/]+)\/send\/m\.room\.message\/([^/]+)$/.exec(path)
  if (method !== 'PUT' || !place) return { status: 404, body: { errcode: 'M_UNRECOGNIZED' } }
  if (!decodeURIComponent(place[1]!).startsWith('!')) return { status: 400, body: { errcode: 'M_INVALID_PARAM' } }
  // With what servers add around it, the event has to stay below 65,536 bytes.
  if (body.length > 64_000) return { status: 413, body: { errcode: 'M_TOO_LARGE', error: 'event too large' } }
  if (!content.safeParse(json).success) return { status: 400, body: { errcode: 'M_BAD_JSON' } }
  return { status: 200, body: { event_id: '$YUwRidLecu:example.com' } }
}

const plain = (html: string) =>
  html
    .replace(/<br>|<\/p>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

export const vendor: VendorModel = {
  answer,
  shows: ([request]) => {
    const given = content.parse(request?.json)
    const html = given.formatted_body
    const links = html.matchAll(/<a href="([^"]*)">(.*?)<\/a>/g)
    return {
      text: plain(html),
      pings: [...(given['m.mentions'].user_ids ?? []), ...(given['m.mentions'].room ? ['@room'] : [])],
      links: Array.from(links, ([, href = '', words = '']) => ({ href: plain(href), words: plain(words) })),
      formats: Array.from(html.matchAll(/<(?!p>|a |br>)(\w+)[^>]*>(.*?)<\/\1>/g), ([, , inside = '']) => plain(inside)),
    }
  },
  spellings: [{ room: ' !OGEhHVWSdvArJzumhm:matrix.example.org ' }],
  others: [{ room: '#status:matrix.example.org' }, { room: '!ogehhvwsdvarjzumhm:matrix.example.org' }],
  idOf: ({ path }) => path.split('/').at(-1),
}
