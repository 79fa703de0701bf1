import { Resolver } from 'node:dns/promises'

/** Public records of a name. None: there are none. Throws `DnsFailed` where nobody could tell. */
export type Dns = {
  readonly txt: (name: string) => Promise<string[]>
  readonly cname: (name: string) => Promise<string[]>
}

export class DnsFailed extends Error {}

/** The machine's resolver; 5 s for an answer. */
export function systemDns(): Dns {
  const resolver = new Resolver({ timeout: 2500, tries: 2 })
  return {
    txt: async (name) => (await unlessNone(resolver.resolveTxt(name))).map((parts) => parts.join('')),
    cname: (name) => unlessNone(resolver.resolveCname(name)),
  }
}

async function unlessNone<T>(asked: Promise<T[]>): Promise<T[]> {
  try {
    return await asked
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'ENOTFOUND' || code === 'ENODATA') return []
    throw new DnsFailed(reasons[code] ?? 'the name server could not be asked', { cause: error })
  }
}

const reasons: Record<string, string> = {
  ETIMEOUT: 'the name server gave no answer in time',
  ESERVFAIL: 'the name server failed',
  EREFUSED: 'the name server refused to answer',
  ECONNREFUSED: 'there is no name server on this machine',
}
