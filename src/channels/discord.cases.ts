import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import { shownAsMarkdown } from './markdown.cases.ts'
import type { VendorModel } from './vendor.cases.ts'

/** https://docs.discord.com/developers/resources/message#embed-object-embed-limits */
const shape = z.strictObject({
  content: z.string().max(2000).optional(),
  embeds: z
    .array(
      z.strictObject({
        title: z.string().min(1).max(256),
        url: z.url(),
        description: z.string().max(4096),
        footer: z.strictObject({ text: z.string().min(1).max(2048) }),
        timestamp: z.iso.datetime().optional(),
      }),
    )
    .max(10),
  allowed_mentions: z.strictObject({ parse: z.array(z.enum(['roles', 'users', 'everyone'])) }).optional(),
})

function answer({ method, path, query, headers, json }: VendorRequest): VendorAnswer {
  const [, id, token] = /^\/api\/webhooks\/(\d+)\/([\w-]+)$/.exec(path) ?? []
  if (method !== 'POST' || !id || !token) return { status: 404, body: { message: '404: Not Found', code: 0 } }
  const given = shape.safeParse(json)
  const invalid = { status: 400, body: { message: 'Invalid Form Body', code: 50035 } }
  if (headers['content-type'] !== 'application/json' || !given.success) return invalid
  const lengths = given.data.embeds.map(
    ({ title, description, footer }) => title.length + description.length + footer.text.length,
  )
  if (lengths.reduce((sum, one) => sum + one, 0) > 6000) return invalid
  if (query.wait !== 'true') return { status: 204 }
  return { status: 200, body: { id: '1234567890123456789', type: 0, channel_id: '199737254929760256', webhook_id: id } }
}

export const vendor: VendorModel = {
  answer,
  shows: ([request]) => {
    const { content = '', embeds, allowed_mentions: allowed } = shape.parse(request?.json)
    const seen = embeds.flatMap(({ title, url, description, footer }) => [
      shownAsMarkdown(title),
      shownAsMarkdown(description),
      { text: footer.text, links: [{ words: '', href: url }], formats: [] },
    ])
    // Embeds call nobody, but show names: `<@1>` outside a backslash would.
    const names = embeds.flatMap(
      ({ title, description }) => `${title}\n${description}`.match(/(?<!\\)<[@#][!&]?\w+>/g) ?? [],
    )
    const called = content.match(/<@[!&]?\d+>|@everyone|@here/g) ?? []
    return {
      text: seen.map(({ text }) => text).join('\n'),
      links: seen.flatMap(({ links }) => links),
      formats: seen.flatMap(({ formats }) => formats),
      pings: [...names, ...(allowed && allowed.parse.length === 0 ? [] : called)],
    }
  },
  spellings: [
    'https://discordapp.com/api/webhooks/223704706495545344/3d89bb7572e0fb30d8128367b3b1b44fecd1726de135cbe28a41f8b2f777c372',
    'https://canary.discord.com/api/v10/webhooks/223704706495545344/3d89bb7572e0fb30d8128367b3b1b44fecd1726de135cbe28a41f8b2f777c372/',
  ].map((url) => ({ url })),
  others: [{ url: 'https://discord.com/api/webhooks/223704706495545345/3d89bb7572e0fb30d8128367b3b1b44fecd1726d' }],
}
