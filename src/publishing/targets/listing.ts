export type Listing = { objects: { key: string; etag: string }[]; next: string | null }

/**
 * One page of ListObjectsV2. Its XML is flat, and our keys need none of its escapes but those below.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export function listing(xml: string): Listing {
  const objects = [...xml.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)].flatMap(([, inner = '']) => {
    const [key, etag] = [field(inner, 'Key'), field(inner, 'ETag')]
    return key === null ? [] : [{ key, etag: etag ?? '' }]
  })
  const isCut = field(xml, 'IsTruncated') === 'true'
  return { objects, next: isCut ? field(xml, 'NextContinuationToken') : null }
}

function field(xml: string, name: string): string | null {
  const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
  return found === undefined ? null : found.replaceAll(/&(quot|#34|lt|gt|apos|amp);/g, (_, one) => escapes[one] ?? '')
}

const escapes: Record<string, string> = { quot: '"', '#34': '"', lt: '<', gt: '>', apos: "'", amp: '&' }
