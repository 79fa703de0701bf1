import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import { lengthOf } from './fit.ts'
import type { VendorModel } from './vendor.cases.ts'

// https://github.com/bluesky-social/atproto/tree/main/lexicons: com.atproto.repo.putRecord, app.bsky.feed.post

const place = z.strictObject({ uri: z.string().startsWith('at://'), cid: z.string().min(10) })
const shape = z.strictObject({
  repo: z.string().startsWith('did:'),
  collection: z.literal('app.bsky.feed.post'),
  rkey: z.string().regex(/^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/),
  swapRecord: z.null(),
  record: z.strictObject({
    $type: z.literal('app.bsky.feed.post'),
    text: z.string().refine((text) => lengthOf(text, 'graphemes') <= 300 && Buffer.byteLength(text) <= 3000),
    createdAt: z.iso.datetime(),
    langs: z.array(z.string()).max(3),
    facets: z.array(
      z.strictObject({
        index: z.strictObject({ byteStart: z.int().min(0), byteEnd: z.int().min(0) }),
        features: z.array(z.strictObject({ $type: z.literal('app.bsky.richtext.facet#link'), uri: z.url() })),
      }),
    ),
    reply: z.strictObject({ root: place, parent: place }).optional(),
  }),
})
export const did = 'did:plc:z72i7hdynmk6r22z27h6tvur'

function answer({ method, path, headers, json }: VendorRequest): VendorAnswer {
  if (method === 'POST' && path === '/xrpc/com.atproto.server.createSession')
    return {
      status: 200,
      body: { accessJwt: 'eyJhbGciOiJIUzI1NiJ9.e30.x', refreshJwt: 'r', did, handle: 'acme.bsky.social' },
    }
  if (headers.authorization !== 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.x')
    return { status: 401, body: { error: 'AuthMissing', message: 'Authentication Required' } }
  const given = shape.safeParse(json)
  if (method !== 'POST' || path !== '/xrpc/com.atproto.repo.putRecord' || !given.success)
    return { status: 400, body: { error: 'InvalidRequest', message: 'Invalid app.bsky.feed.post record' } }
  return {
    status: 200,
    body: {
      uri: `at://${did}/app.bsky.feed.post/${given.data.rkey}`,
      cid: 'bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy',
    },
  }
}

export const vendor: VendorModel = {
  answer,
  shows: (requests) => {
    const { text, facets } = shape.parse(requests.at(-1)?.json).record
    const bytes = Buffer.from(text)
    return {
      text,
      pings: [],
      links: facets.flatMap(({ index, features }) =>
        features.map(({ uri }) => ({
          href: uri,
          words: bytes.subarray(index.byteStart, index.byteEnd).toString('utf8'),
        })),
      ),
      formats: [],
    }
  },
  spellings: [{ handle: '@Acme.bsky.social' }],
  others: [{ handle: 'acme.example.com' }],
  idOf: ({ json }) => shape.safeParse(json).data?.rkey,
}
