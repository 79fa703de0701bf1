import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import { tootLength } from './mastodon.ts'
import { plainlyShown } from './shown.cases.ts'
import type { VendorModel } from './vendor.cases.ts'

// https://docs.joinmastodon.org/methods/statuses/#create

const shape = z.strictObject({
  status: z.string().min(1),
  visibility: z.enum(['public', 'unlisted', 'private', 'direct']),
  language: z.string().regex(/^[a-z]{2,3}$/),
  in_reply_to_id: z.string().optional(),
})

function answer({ method, path, headers, json }: VendorRequest): VendorAnswer {
  if (!headers.authorization?.startsWith('Bearer '))
    return { status: 401, body: { error: 'The access token is invalid' } }
  const given = shape.safeParse(json)
  if (method !== 'POST' || path !== '/api/v1/statuses' || !given.success)
    return { status: 422, body: { error: "Validation failed: Text can't be blank" } }
  if (tootLength(given.data.status) > 500)
    return { status: 422, body: { error: 'Validation failed: Text character limit of 500 exceeded' } }
  return { status: 200, body: { id: '103254962155278888', content: given.data.status } }
}

export const vendor: VendorModel = {
  answer,
  shows: ([request]) =>
    plainlyShown(shape.parse(request?.json).status, /(?<![/\p{L}\p{N}_])@[a-z0-9_]+(?:@[\w.-]+)?/giu),
  spellings: [{ account: 'acme@mastodon.example.org' }, { account: '@Acme@Mastodon.example.org' }],
  others: [{ account: '@acme@elsewhere.example.org' }],
  idOf: ({ headers }) => headers['idempotency-key'],
}
