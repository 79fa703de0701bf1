import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import { blockKit, blocksTooLong, slackShows, vendor as webhooks } from './slack.cases.ts'
import type { VendorModel } from './vendor.cases.ts'

const shape = z.strictObject({
  channel: z.string().regex(/^[CGD]\w+$/),
  text: z.string().max(40_000),
  mrkdwn: z.boolean().optional(),
  blocks: blockKit,
  unfurl_links: z.boolean().optional(),
  unfurl_media: z.boolean().optional(),
  thread_ts: z.string().optional(),
})

function answer(request: VendorRequest): VendorAnswer {
  const { host, path, headers, json } = request
  const no = (error: string) => ({ body: { ok: false, error } })
  if (host !== 'slack.com') return webhooks.answer(request)
  if (path !== '/api/chat.postMessage') return no('unknown_method')
  if (headers.authorization !== 'Bearer xoxb-00000000-sample-of-a-token') return no('invalid_auth')
  if (!headers['content-type']?.startsWith('application/json')) return no('invalid_form_data')
  const given = shape.safeParse(json)
  if (!given.success) return no('invalid_blocks')
  if (blocksTooLong(given.data.blocks)) return no('msg_blocks_too_long')
  return { body: { ok: true, channel: given.data.channel, ts: '1503435956.000247' } }
}

export const vendor: VendorModel = {
  answer,
  shows: ([request]) => slackShows(shape.parse(request?.json)),
  // Installed again, it brings another webhook.
  spellings: [
    { url: 'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX/', channel: 'C00000000' },
    { url: 'https://hooks.slack.com/services/T00000000/B11111111/YYYYYYYYYYYYYYYYYYYYYYYY', channel: 'C00000000' },
  ],
  others: [
    { url: 'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX', channel: 'C00000001' },
    { url: 'https://hooks.slack.com/services/T11111111/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX', channel: 'C00000000' },
  ],
}
