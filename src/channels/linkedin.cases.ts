import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import { plainlyShown } from './shown.cases.ts'
import type { VendorModel } from './vendor.cases.ts'

// https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/posts-api

const shape = z.strictObject({
  author: z.string().regex(/^urn:li:organization:\d+$/),
  commentary: z.string().min(1).max(3000),
  visibility: z.literal('PUBLIC'),
  distribution: z.strictObject({
    feedDistribution: z.literal('MAIN_FEED'),
    targetEntities: z.array(z.never()),
    thirdPartyDistributionChannels: z.array(z.never()),
  }),
  lifecycleState: z.literal('PUBLISHED'),
  isReshareDisabledByAuthor: z.boolean(),
})

function answer({ method, path, headers, json }: VendorRequest): VendorAnswer {
  if (!/^20\d{4}$/.test(headers['linkedin-version'] ?? ''))
    return {
      status: 426,
      body: { status: 426, code: 'NONEXISTENT_VERSION', message: 'Requested version is not active' },
    }
  if (!headers.authorization?.startsWith('Bearer ') || headers['x-restli-protocol-version'] !== '2.0.0')
    return { status: 401, body: { status: 401, code: 'INVALID_ACCESS_TOKEN', message: 'Invalid access token' } }
  const given = shape.safeParse(json)
  if (method !== 'POST' || path !== '/rest/posts' || !given.success)
    return {
      status: 422,
      body: { status: 422, message: 'ERROR :: /commentary :: length is beyond the maximum of 3000' },
    }
  return { status: 201, headers: { 'x-restli-id': 'urn:li:share:6844785523593134080' } }
}

/** What LinkedIn shows of "little" text: all up to the first of its marks without a backslash. */
export function littleShown(commentary: string): string {
  const [whole = ''] = /^(?:\\[\s\S]|[^\\|{}@[\]()<>#*_~])*/.exec(commentary) ?? []
  return whole.replace(/\\([\s\S])/g, '$1')
}

export const vendor: VendorModel = {
  answer,
  shows: ([request]) => plainlyShown(littleShown(shape.parse(request?.json).commentary)),
  spellings: [{ organization: 'urn:li:organization:5515715' }],
  others: [{ organization: '5515716' }],
}
