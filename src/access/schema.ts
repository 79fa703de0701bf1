import { isDeepStrictEqual } from 'node:util'
import ipaddr from 'ipaddr.js'
import { passwordProblem } from '../accounts/password-rules.ts'
import { parseAddress } from '../lib/address.ts'
import { HostName, oneLine } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'
import { type Connection, NewConnection } from './connection.ts'

/** Of a reader's session. */
export const longestHours = 720
/** Of a session of those who write the page: they come in through the console again. */
export const staffHours = 1

/** `pat@customer.example`, or `@customer.example` for everybody there. */
const Admitted = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .refine(isAddress, 'expected an address such as pat@customer.example, or a domain such as @customer.example')

const Range = z
  .string()
  .trim()
  .max(50)
  .refine(isRange, 'expected an address or a range such as 192.0.2.0/24 or 2001:db8::/32')

/** What is left out stays as it is; null goes back to how a new page has it. */
export const ChangeAccess = z.strictObject({
  private: z.boolean().nullish().meta({ description: 'True: nobody reads the page without being let in.' }),
  showName: z.boolean().nullish().meta({ description: 'Whether the sign-in page of a private page says its name.' }),
  password: z
    .string()
    .max(256, 'expected at most 256 characters')
    .superRefine((password, issue) => {
      const message = password && passwordProblem(password, '')
      if (message) issue.addIssue({ code: 'custom', message })
    })
    .nullish()
    .meta({ description: 'One password for all readers of a private page. Write-only.' }),
  addresses: z.array(Admitted).max(1000, 'expected at most 1000 entries').nullish().meta({
    description: 'Who may sign in by a mailed link: addresses, and domains such as @customer.example.',
  }),
  subscribers: z.boolean().nullish().meta({ description: 'Confirmed subscribers may sign in by a mailed link.' }),
  named: z
    .boolean()
    .nullish()
    .meta({ description: 'Whom an audience of the page names may sign in by a mailed link.' }),
  ranges: z.array(Range).max(200, 'expected at most 200 ranges').nullish().meta({
    description: 'Networks whose readers are let in without signing in.',
  }),
  sessionHours: z
    .int('expected whole hours')
    .min(1, `expected 1 to ${longestHours} hours`)
    .max(longestHours, `expected 1 to ${longestHours} hours`)
    .nullish()
    .meta({ description: 'How long a reader stays signed in. 168 when absent.' }),
  connections: z
    .array(NewConnection)
    .max(20, 'expected at most 20 connections')
    .refine(
      (all) => new Set(all.map(({ key }) => key)).size === all.length,
      'expected connections with keys of their own',
    )
    .nullish()
    .meta({ description: 'Single sign-on: all of them. A secret that is left out stays as it is.' }),
})
export type ChangeAccess = z.infer<typeof ChangeAccess>

/** Who may read a page and how, without secrets. */
export type Access = {
  private: boolean
  showName: boolean
  addresses: string[]
  subscribers: boolean
  named: boolean
  ranges: string[]
  sessionHours: number
  connections: Connection[]
}

export const openAccess: Access = {
  private: false,
  showName: true,
  addresses: [],
  subscribers: false,
  named: false,
  ranges: [],
  sessionHours: 168,
  connections: [],
}

/** `change` without passwords and client secrets. */
export function changed(before: Access, change: ChangeAccess): Access {
  const pick = <Name extends keyof Access>(name: Name, to: Access[Name] | null | undefined) =>
    to === undefined ? before[name] : (to ?? openAccess[name])
  return {
    private: pick('private', change.private),
    showName: pick('showName', change.showName),
    addresses: sorted(pick('addresses', change.addresses)),
    subscribers: pick('subscribers', change.subscribers),
    named: pick('named', change.named),
    ranges: sorted(pick('ranges', change.ranges)),
    sessionHours: pick('sessionHours', change.sessionHours),
    connections: pick('connections', change.connections?.map(withoutSecret)),
  }
}

function withoutSecret(connection: NewConnection): Connection {
  if (connection.kind === 'saml') return connection
  const { clientSecret: _, ...rest } = connection
  return rest
}

const sorted = (texts: string[]) => [...new Set(texts)].sort()

/** What differs from a page that anybody reads, in the words of the configuration file. */
export function worthSaying(access: Access): Partial<Access> {
  const plain = new Map<string, unknown>(Object.entries(openAccess))
  return Object.fromEntries(
    Object.entries(access).filter(([name, value]) => !isDeepStrictEqual(value, plain.get(name))),
  )
}

/** The ways in that the sign-in page offers. */
export const offersMail = (access: Access) => access.subscribers || access.named || access.addresses.length > 0

/** Whether the list names this address or its domain. */
export function isListed({ addresses }: Pick<Access, 'addresses'>, email: string): boolean {
  const address = email.toLowerCase()
  return addresses.includes(address) || addresses.includes(address.slice(address.lastIndexOf('@')))
}

function isAddress(text: string): boolean {
  if (text.startsWith('@')) return HostName.safeParse(text.slice(1)).success
  try {
    return parseAddress(text) === text
  } catch {
    return false
  }
}

function isRange(text: string): boolean {
  try {
    if (text.includes('/')) ipaddr.parseCIDR(text)
    else ipaddr.parse(text)
    return /^[\d.]+(\/\d+)?$|:/.test(text)
  } catch {
    return false
  }
}

export const FeedName = oneLine(80)
