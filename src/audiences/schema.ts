import type { Selectable } from 'kysely'
import type { Audiences } from '../db/schema.ts'
import { HostName, Key, oneLine, prose } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'

/** Audiences that every page has: anybody, whoever is signed in as a subscriber, whoever signs in to the console. */
export const builtIn = ['everyone', 'subscribers', 'staff'] as const

const Attribute = z.strictObject({
  name: oneLine(200).meta({ description: 'As single sign-on calls it, such as groups or plan. Case does not matter.' }),
  values: z.array(oneLine(200)).min(1, 'expected at least one value').max(500),
})

const shape = {
  name: oneLine(100),
  description: prose(500).nullish(),
  emails: z
    .array(z.email('expected an e-mail address').max(254).toLowerCase())
    .max(10_000)
    .optional()
    .meta({ description: 'Addresses of those who belong to it.' }),
  domains: z
    .array(z.string().trim().toLowerCase().pipe(HostName))
    .max(1000)
    .optional()
    .meta({ description: 'Whoever has proven an address at one of these belongs to it.', example: ['acme.example'] }),
  attributes: z
    .array(Attribute)
    .max(50)
    .optional()
    .meta({ description: 'Whoever single sign-on says one of these values of belongs to it.' }),
  subscribers: z.boolean().optional().meta({ description: 'Every signed-in subscriber belongs to it.' }),
}

const OwnKey = Key.refine(
  (key) => !builtIn.some((one) => one === key),
  `expected another key: ${builtIn.join(', ')} are there already`,
)

export const NewAudience = z.strictObject({
  page: z.string().meta({ description: 'Slug or id.' }),
  key: OwnKey,
  ...shape,
})
export type NewAudience = z.infer<typeof NewAudience>

export const ChangeAudience = z.strictObject(shape).partial()
export type ChangeAudience = z.infer<typeof ChangeAudience>

/** The same in a configuration file, below its page. */
export const AudienceEntry = z.strictObject({ key: OwnKey, ...shape })
export type AudienceEntry = z.infer<typeof AudienceEntry>

/** Who belongs to an audience: whoever one of these is true of. */
export type Members = {
  emails: readonly string[]
  domains: readonly string[]
  attributes: readonly z.infer<typeof Attribute>[]
  subscribers: boolean
}

const Stored = z.object({
  emails: z.array(z.string()).default([]),
  domains: z.array(z.string()).default([]),
  attributes: z.array(z.object({ name: z.string(), values: z.array(z.string()) })).default([]),
  subscribers: z.boolean().default(false),
})

/** A group of a page's readers. */
export type Audience = { id: string; key: string; name: string; members: Members }

export type AudienceRow = Selectable<Audiences>

/** What an earlier version wrote and this one cannot read has nobody in it: it must not show more to anybody. */
export function membersIn(row: { members: unknown }): Members {
  const known = Stored.safeParse(row.members)
  return known.success ? known.data : Stored.parse({})
}

export const audienceFrom = ({ id, key, name, members }: AudienceRow): Audience => ({
  id,
  key,
  name,
  members: membersIn({ members }),
})

/** What a person or a file sets on an audience. */
export type AudienceSettings = { name: string; description: string | null } & Members

export const audienceSettings = (row: AudienceRow): AudienceSettings => ({
  name: row.name,
  description: row.description,
  ...membersIn(row),
})

/** What is written of who belongs. */
export const membersFrom = ({ emails, domains, attributes, subscribers }: ChangeAudience | Members): Members => ({
  emails: [...new Set(emails ?? [])],
  domains: [...new Set(domains ?? [])],
  attributes: attributes ?? [],
  subscribers: subscribers ?? false,
})
