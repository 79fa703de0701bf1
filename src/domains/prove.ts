import { isIP } from 'node:net'
import type { Context, InstallationSettings } from '../lib/context.ts'
import { DnsFailed } from '../lib/dns.ts'
import { OutboundFailed, OutboundRefused } from '../lib/outbound.ts'
import { z } from '../lib/zod.ts'

export const proofs = ['dns', 'file', 'here'] as const
export type Proof = (typeof proofs)[number]

/** What one look found, in words that stand beside what was expected. */
export const Finding = z.object({ look: z.enum(proofs), expected: z.string(), found: z.string() })
export type Finding = z.infer<typeof Finding>

/** `proof` is null where none of the looks found one. */
export type Look = { proof: Proof | null; findings: Finding[] }

type Claim = { host: string; token: string }
type Network = Pick<Context, 'dns' | 'http' | 'settings'>

/** The path of the file that proves a host name: served where the name leads today, and by ourselves once it is proven. */
export const proofPath = '/.well-known/upfront-domain'
export const recordName = (host: string) => `_upfront.${host}`
export const recordValue = (token: string) => `upfront-domain=${token}`

/**
 * Looks whether whoever claims a host name has it in hand: a TXT record, a file where the name leads, or, where `here`
 * counts, that the name is an alias of this installation. An alias says nothing about which organization it is for.
 */
export async function lookForProof(ctx: Network, claim: Claim, { here }: { here: boolean }): Promise<Look> {
  const asked = [dnsLook(ctx, claim), fileLook(ctx, claim), ...(here ? [aliasLook(ctx, claim)] : [])]
  const looks = await Promise.all(asked)
  const good = looks.find(({ isProof }) => isProof)
  return { proof: good?.finding.look ?? null, findings: looks.map(({ finding }) => finding) }
}

/** The record alone: what outweighs another's claim. */
export const hasRecord = async (ctx: Network, claim: Claim): Promise<boolean> => (await dnsLook(ctx, claim)).isProof

/** What an alias has to lead to; null where this installation has no name that one could. */
export function installationHost(settings: InstallationSettings): string | null {
  const { hostname } = new URL(settings.url)
  return isIP(hostname.replace(/^\[|\]$/g, '')) || !hostname.includes('.') ? null : hostname
}

type Looked = { isProof: boolean; finding: Finding }

async function dnsLook({ dns }: Network, { host, token }: Claim): Promise<Looked> {
  const expected = recordValue(token)
  const finding = (found: string): Finding => ({ look: 'dns', expected, found })
  try {
    const values = (await dns.txt(recordName(host))).map((value) => value.trim())
    const isProof = values.includes(expected)
    return { isProof, finding: finding(isProof ? expected : listed(values, 'no TXT record')) }
  } catch (error) {
    return { isProof: false, finding: finding(unanswered(error)) }
  }
}

async function fileLook(ctx: Network, { host, token }: Claim): Promise<Looked> {
  const expected = recordValue(token)
  const finding = (found: string): Finding => ({ look: 'file', expected, found })
  try {
    const plain = `http://${host}${proofPath}`
    const first = await ctx.http(plain, { timeout: 8000, maxBytes: 4096 })
    const secure = `https://${host}${proofPath}`
    const moved = first.status >= 300 && first.status < 400 && first.headers.location === secure
    const { status, body } = moved ? await ctx.http(secure, { timeout: 8000, maxBytes: 4096 }) : first
    const said = body.toString('utf8').trim()
    const isProof = status === 200 && said.split(/\s+/).includes(expected)
    const other = status === 200 ? `a file that says ${quote(said)}` : `the answer ${status}`
    return { isProof, finding: finding(isProof ? expected : other) }
  } catch (error) {
    return { isProof: false, finding: finding(unanswered(error)) }
  }
}

async function aliasLook({ dns, settings }: Network, { host }: Claim): Promise<Looked> {
  const ours = installationHost(settings)
  const finding = (found: string): Finding => ({ look: 'here', expected: ours ?? 'a name of this installation', found })
  if (ours === null) return { isProof: false, finding: finding('this installation has no public host name') }
  try {
    const seen: string[] = []
    let name = host
    while (seen.length < 8) {
      const [next] = (await dns.cname(name)).map((target) => target.toLowerCase().replace(/\.$/, ''))
      if (next === undefined) break
      seen.push(next)
      if (next === ours) return { isProof: true, finding: finding(ours) }
      name = next
    }
    return { isProof: false, finding: finding(listed(seen, 'no CNAME record')) }
  } catch (error) {
    return { isProof: false, finding: finding(unanswered(error)) }
  }
}

const listed = (values: readonly string[], none: string) =>
  values.length === 0 ? none : values.slice(0, 3).map(quote).join(', ')

const quote = (text: string) => JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text)

function unanswered(error: unknown): string {
  if (error instanceof DnsFailed || error instanceof OutboundFailed || error instanceof OutboundRefused)
    return `no answer: ${error.message}`
  throw error
}
