import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import { shownAsMarkdown } from './markdown.cases.ts'
import type { VendorModel } from './vendor.cases.ts'

const shape = z.strictObject({ text: z.string().min(1).max(16_383) })

function answer({ method, path, headers, json }: VendorRequest): VendorAnswer {
  const error = (status: number, id: string) => ({
    status,
    body: { id, message: 'No.', request_id: '1', status_code: status },
  })
  if (method !== 'POST' || !/\/hooks\/[a-z0-9]{26}$/.test(path))
    return error(400, 'web.incoming_webhook.invalid.app_error')
  if (headers['content-type'] !== 'application/json' || !shape.safeParse(json).success)
    return error(400, 'web.incoming_webhook.parse.app_error')
  return { status: 200, body: 'ok' }
}

export const vendor: VendorModel = {
  answer,
  shows: ([request]) => {
    const { text } = shape.parse(request?.json)
    // Names are sought in the text as it was sent, whatever its marks.
    return { ...shownAsMarkdown(text), pings: text.match(/(?<!\w)@[a-z]\w*/gi) ?? [] }
  },
  spellings: [
    { url: 'https://CHAT.acme.example/hooks/x1mkrrxcs7g8mfcp3w7hx5yemr/' },
    { url: ' https://chat.acme.example:443/hooks/x1mkrrxcs7g8mfcp3w7hx5yemr' },
  ],
  others: [
    { url: 'https://chat.acme.example/hooks/x1mkrrxcs7g8mfcp3w7hx5yemt' },
    { url: 'https://chat.other.example/mattermost/hooks/x1mkrrxcs7g8mfcp3w7hx5yemr' },
  ],
}
