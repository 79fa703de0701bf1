import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import { plainlyShown } from './shown.cases.ts'
import type { VendorModel } from './vendor.cases.ts'

// https://core.telegram.org/bots/api#sendmessage

const shape = z.strictObject({
  chat_id: z.union([z.int(), z.string().regex(/^(-?\d+|@\w+)$/)]),
  text: z.string().min(1).max(4096),
  entities: z
    .array(z.strictObject({ type: z.literal('bold'), offset: z.int().min(0), length: z.int().min(1) }))
    .optional(),
  link_preview_options: z.strictObject({ is_disabled: z.boolean() }).optional(),
  reply_parameters: z
    .strictObject({ message_id: z.int(), allow_sending_without_reply: z.boolean().optional() })
    .optional(),
})

function answer({ method, path, json }: VendorRequest): VendorAnswer {
  if (method !== 'POST' || !/^\/bot\d+:[\w-]+\/sendMessage$/.test(path))
    return { status: 404, body: { ok: false, error_code: 404, description: 'Not Found' } }
  const given = shape.safeParse(json)
  if (!given.success || given.data.entities?.some(({ offset, length }) => offset + length > given.data.text.length))
    return { status: 400, body: { ok: false, error_code: 400, description: 'Bad Request: message is too long' } }
  return { status: 200, body: { ok: true, result: { message_id: 365, text: given.data.text } } }
}

export const vendor: VendorModel = {
  answer,
  shows: ([request]) => {
    const { text, entities = [] } = shape.parse(request?.json)
    const formats = entities.map(({ offset, length }) => text.slice(offset, offset + length))
    return { ...plainlyShown(text, /(?<![A-Za-z0-9_])@[A-Za-z]\w{2,31}/g), formats }
  },
  spellings: [{ chat: ' -1001234567890' }],
  others: [{ chat: '1001234567890' }, { chat: '@acmestatus' }],
}
