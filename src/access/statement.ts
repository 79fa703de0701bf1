import { parseAddress } from '../lib/address.ts'
import { z } from '../lib/zod.ts'
import type { Connection } from './connection.ts'
import type { Access } from './schema.ts'

/** What an identity provider says of a reader. */
export const Statement = z.object({
  /** What it calls them, and nobody else. */
  subject: z.string(),
  email: z.string().nullable(),
  /** Null where it says nothing of that. */
  emailVerified: z.boolean().nullable(),
  /** All that it says, by name. */
  claims: z.record(z.string(), z.unknown()),
})
export type Statement = z.infer<typeof Statement>

/**
 * Whether the address counts: a connection speaks for the domains that it is trusted for. One without such domains speaks
 * for addresses that it has verified, unless their domain belongs to another connection of the page. An address that
 * does not count is nobody's: the reader is let in without it.
 */
export function countedEmail(
  access: Pick<Access, 'connections'>,
  connection: Connection,
  { email, emailVerified }: Statement,
): { email: string | null; why: string } {
  const address = email === null ? null : ascii(email)
  if (address === null) return { email: null, why: 'No e-mail address came.' }
  const domain = address.slice(address.lastIndexOf('@') + 1)
  const no = (why: string) => ({ email: null, why: `${address} does not count: ${why}` })
  if (emailVerified === false) return no('the identity provider says that it is not verified.')
  if (connection.domains.length > 0)
    return connection.domains.includes(domain)
      ? { email: address, why: `The connection is trusted for ${domain}.` }
      : no(`the connection is not trusted for ${domain}.`)
  const owner = access.connections.find(({ key, domains }) => key !== connection.key && domains.includes(domain))
  if (owner) return no(`${domain} belongs to the connection “${owner.name}”.`)
  if (emailVerified === true) return { email: address, why: 'The identity provider has verified it.' }
  return no('nobody has verified it, and the connection is trusted for no domain.')
}

/** The attributes that a connection is asked for, as a session holds them: few and short, since a cookie carries them. */
export function attributesOf(connection: Connection, { claims }: Statement): Record<string, string[]> {
  const byName = new Map(Object.entries(claims).map(([name, value]) => [name.toLowerCase(), value]))
  const kept: Record<string, string[]> = {}
  for (const wanted of connection.attributes) {
    const name = wanted.toLowerCase()
    const values = [byName.get(name) ?? []]
      .flat()
      .flatMap((value) => asText(value))
      .slice(0, 50)
    if (values.length > 0 && JSON.stringify({ ...kept, [name]: values }).length <= 2000) kept[name] = values
  }
  return kept
}

function asText(value: unknown): string[] {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return []
  const text = String(value)
  return text !== '' && text.length <= 100 ? [text] : []
}

function ascii(email: string): string | null {
  try {
    return parseAddress(email).toLowerCase()
  } catch {
    return null
  }
}
