import type { Reader } from './reader.ts'
import type { Audience, Members } from './schema.ts'

/** Who may see a thing: ids of audiences or built-in words. Null: it has no limit of its own. */
export type Limit = readonly string[] | null

/** What a reader may see: the audiences they belong to, or all there is. */
export type Rights = 'all' | ReadonlySet<string>

/** The rights of a reader on a page with these audiences. Staff see everything; who is not let in, nothing that is limited. */
export function rightsOf(audiences: readonly Audience[], reader: Reader): Rights {
  if (!reader.admitted) return publicRights
  if (reader.staff) return 'all'
  const named = audiences.filter(({ members }) => belongs(members, reader)).map(({ id }) => id)
  return new Set(['everyone', ...(reader.subscriber ? ['subscribers'] : []), ...named])
}

/** The rights of whoever has shown nothing of themselves. */
export const publicRights: Rights = new Set(['everyone'])

/** The same for the same rights, whoever has them. */
export const keyOfRights = (rights: Rights): string => (rights === 'all' ? 'all' : [...rights].sort().join(' '))

export const admits = (limit: Limit | undefined, rights: Rights): boolean =>
  limit == null || rights === 'all' || limit.some((one) => rights.has(one))

function belongs({ emails, domains, attributes, subscribers }: Members, reader: Reader): boolean {
  if (subscribers && reader.subscriber) return true
  if (reader.email !== null && isAmong({ emails, domains }, reader.email)) return true
  return attributes.some(({ name, values }) => {
    const said = new Map(Object.entries(reader.attributes)).get(name.toLowerCase()) ?? []
    return values.some((value) => said.includes(value))
  })
}

/** Whether an address, in lower case, is listed or is at a listed domain. Domains below a listed one do not count. */
export const isAmong = ({ emails, domains }: Pick<Members, 'emails' | 'domains'>, email: string): boolean =>
  emails.includes(email) || domains.includes(email.slice(email.lastIndexOf('@') + 1))
