import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import { plainlyShown } from './shown.cases.ts'
import type { VendorModel } from './vendor.cases.ts'

// https://docs.opsgenie.com/docs/alert-api

const create = z.strictObject({
  message: z.string().min(1).max(130),
  alias: z.string().max(512),
  description: z.string().max(15_000),
  details: z.record(z.string(), z.string()),
  priority: z.enum(['P1', 'P2', 'P3', 'P4', 'P5']),
  source: z.string().max(100),
  user: z.string().max(100),
})
const note = z.strictObject({
  note: z.string().min(1).max(25_000),
  source: z.string().max(100),
  user: z.string().max(100),
})

function answer({ method, path, query, headers, json }: VendorRequest): VendorAnswer {
  const said = { took: 0.1, requestId: '43a29c5c-3dbf-4fa4-9c26-f4f71023e120' }
  if (!/^GenieKey [0-9a-f-]{36}$/.test(headers.authorization ?? ''))
    return { status: 401, body: { message: 'Could not authenticate', ...said } }
  const known = /^\/v2\/alerts\/([^/]+)\/(close|notes)$/.exec(path)
  const isAlias = known && query.identifierType === 'alias' && decodeURIComponent(known[1]!).length <= 512
  const isTaken = path === '/v2/alerts' ? create.safeParse(json).success : isAlias && note.safeParse(json).success
  if (method !== 'POST' || !isTaken)
    return { status: 422, body: { message: 'Request body is not processable.', ...said } }
  return { status: 202, body: { result: 'Request will be processed', ...said } }
}

export const vendor: VendorModel = {
  answer,
  shows: ([request]) => {
    const created = create.safeParse(request?.json).data
    return plainlyShown(created ? `${created.message}\n${created.description}` : note.parse(request?.json).note)
  },
  spellings: [{ key: 'EB243592-FAA2-4BA2-A551-1AFDF565C889' }],
  others: [{ key: 'eb243592-faa2-4ba2-a551-1afdf565c88a' }],
}
