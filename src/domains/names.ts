import { firstOrganization } from '../accounts/organization.ts'
import type { Base, InstallationSettings } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { firstPage, placeOf } from '../pages/url.ts'
import { hostOf, isOwnHost } from './host-name.ts'
import { recordValue } from './prove.ts'

/** A page and its host names, as who answers requests needs them. */
export const Named = z.object({
  slug: z.string(),
  host: z.string().nullable(),
  first: z.boolean(),
  /** Names that are proven, and claims that a file of ours may prove. `proof` is what that file says. */
  names: z.array(z.object({ host: z.string(), serves: z.boolean(), proof: z.string() })),
})
export type Named = z.infer<typeof Named>

/** What is known of host names without the database. A host is what a Host header says. */
export type Names = {
  /** Where a page lives that the host leads to and is not at: an address without a slash at its end. */
  movedTo: (host: string | undefined) => string | null
  /** Where the first page lives, where none is at the root of the installation and that is what was asked for. */
  frontElsewhere: (host: string | undefined) => string | null
  /** What proves that the host is in the hands of who has it here. */
  proof: (host: string | undefined) => string | null
  /** Whether the host is the name of a page, and not the installation's. Called on every request. */
  isPageHost: (host: string | undefined) => boolean
  /** Whether a certificate is wanted for a name: those that we answer for, and no IP address. */
  serves: (name: string) => boolean
  /** All of those. */
  wanted: () => readonly string[]
}

/** `elsewhere`: further hosts of the installation, such as the console's. */
export function namesOf(
  pages: readonly Named[],
  settings: Pick<InstallationSettings, 'url'>,
  elsewhere: readonly string[],
): Names {
  const addressOf = (page: Named) => placeOf(settings, page, page.first).url
  const all = pages.flatMap((page) => page.names.map((name) => ({ ...name, page })))
  const served = all.filter(({ serves }) => serves)
  const aliases = new Map(
    served.flatMap(({ host, page }) => (host === page.host ? [] : [[host, addressOf(page)] as const])),
  )
  const proofs = new Map(all.map(({ host, proof }) => [host, proof]))
  const own = [new URL(settings.url).hostname, ...elsewhere].filter(canHaveCertificate)
  const wanted = new Set([...own, ...served.map(({ host }) => host)])
  const front = pages.some(({ first }) => first) || !pages[0] ? null : addressOf(pages[0])
  const hosts = new Set(served.map(({ host }) => host))
  const known = new Map<string, boolean>()
  const isPageHost = (host: string) => {
    const seen = known.get(host)
    if (seen !== undefined) return seen
    const is = hosts.has(hostOf(host) ?? '')
    if (known.size < 1000) known.set(host, is)
    return is
  }
  return {
    isPageHost: (host) => host !== undefined && isPageHost(host),
    movedTo: (host) => aliases.get(hostOf(host ?? '') ?? '') ?? null,
    frontElsewhere: (host) => (front !== null && isOwnHost(hostOf(host ?? '') ?? '', settings.url) ? front : null),
    proof: (host) => proofs.get(hostOf(host ?? '') ?? '') ?? null,
    serves: (name) => wanted.has(name),
    wanted: () => [...wanted],
  }
}

const canHaveCertificate = (name: string) => name.includes('.') && !/^[\d.]+$/.test(name)

/**
 * The host names of every page. A claim of the operator's organization is answered too: that its name leads here is proof
 * enough where nobody else could have meant it. Of others' claims nothing is said, or who points a name here would prove
 * it for whoever asks.
 */
export async function readNames(base: Pick<Base, 'db'>): Promise<Named[]> {
  const operators = await firstOrganization(base)
  const first = await firstPage(base)
  const pages = await base.db
    .selectFrom('pages')
    .select(['id', 'slug', 'host'])
    .orderBy('position')
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  const rows = await base.db
    .selectFrom('domains')
    .select(['page_id', 'host', 'state', 'token'])
    .where((eb) => eb.or([eb('state', '=', 'proven'), eb('org_id', '=', operators ?? '')]))
    .orderBy('host')
    .execute()
  const taken = new Set(rows.flatMap(({ state, host }) => (state === 'proven' ? [host] : [])))
  const byPage = Map.groupBy(
    rows.filter((row) => row.state === 'proven' || !taken.has(row.host)),
    (row) => row.page_id,
  )
  return pages.map((page) => ({
    slug: page.slug,
    host: page.host,
    first: page.id === first,
    names: (byPage.get(page.id) ?? []).map(({ host, state, token }) => ({
      host,
      serves: state === 'proven',
      proof: recordValue(token),
    })),
  }))
}
