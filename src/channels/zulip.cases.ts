import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import { shownAsMarkdown } from './markdown.cases.ts'
import type { VendorModel } from './vendor.cases.ts'

const shape = z.strictObject({
  type: z.literal('stream'),
  to: z.string().min(1).max(60),
  topic: z.string().min(1).max(60),
  content: z.string().min(1).max(10_000),
})

const formOf = ({ text }: VendorRequest) => shape.safeParse(Object.fromEntries(new URLSearchParams(text)))

function answer(request: VendorRequest): VendorAnswer {
  const error = (status: number, code: string) => ({ status, body: { result: 'error', msg: 'No.', code } })
  const { method, path, headers } = request
  if (headers.authorization !== `Basic ${btoa('status-bot@acme.zulipchat.com:gjA04ZYcqXKalvYMA8OeXSfzUOLrtbZv')}`)
    return error(401, 'INVALID_API_KEY')
  if (method !== 'POST' || path !== '/api/v1/messages') return error(404, 'BAD_REQUEST')
  if (headers['content-type'] !== 'application/x-www-form-urlencoded') return error(400, 'BAD_REQUEST')
  const given = formOf(request)
  if (!given.success) return error(400, 'BAD_REQUEST')
  if (given.data.to !== 'status') return error(400, 'STREAM_DOES_NOT_EXIST')
  return { status: 200, body: { result: 'success', msg: '', id: 42 } }
}

const target = { email: 'status-bot@acme.zulipchat.com', apiKey: 'gjA04ZYcqXKalvYMA8OeXSfzUOLrtbZv', channel: 'status' }

export const vendor: VendorModel = {
  answer,
  shows: ([request]) => {
    const { content, topic } = shape.parse(Object.fromEntries(new URLSearchParams(request?.text)))
    const shown = shownAsMarkdown(content)
    // https://github.com/zulip/zulip/blob/main/zerver/lib/mention.py : people, groups, channels; sought before entities are read.
    const pings =
      content.match(/(?<![^\s'"({[/<])@_?\*\*?[^*]+\*\*?|#\*\*[^*]+\*\*|!avatar\([^)]*\)|<time:[^>]*>/g) ?? []
    return { ...shown, text: `${topic}\n${shown.text}`, pings }
  },
  spellings: [
    { ...target, site: 'https://ACME.zulipchat.com/' },
    { ...target, site: 'https://acme.zulipchat.com', channel: 'Status' },
  ],
  others: [
    { ...target, site: 'https://acme.zulipchat.com', channel: 'ops' },
    { ...target, site: 'https://acme.zulipchat.com', topic: 'outages' },
    { ...target, site: 'https://chat.acme.example' },
  ],
}
