import { audienceIds } from '../audiences/find.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { HostName } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'

/** What happened before, between a subscriber and us. */
export const pastEvents = ['told_of_incident', 'told_of_last_post', 'told_of_component'] as const
export type PastEvent = (typeof pastEvents)[number]

/** Whom, of those whom a post concerns, it is told to. Everybody sees it all the same. */
export const TellOnly = z
  .strictObject({
    audiences: z.array(z.string().min(1).max(100)).max(20).optional().meta({
      description:
        'Keys or ids of audiences of the page: those of one of them, by address. An attribute holds for subscribers with the label "name:value".',
    }),
    domains: z
      .array(z.string().trim().toLowerCase().pipe(HostName))
      .max(100)
      .optional()
      .meta({ description: 'Those with an address at one of these.', example: ['customer.example'] }),
    tags: z
      .array(
        z
          .string()
          .trim()
          .min(3)
          .max(130)
          .regex(/^[^:]+:.+$/, 'expected a tag such as region:eu'),
      )
      .max(50)
      .optional()
      .meta({ description: 'Those who follow something with one of these tags.', example: ['region:eu'] }),
    past: z.array(z.enum(pastEvents)).max(pastEvents.length).optional().meta({
      description:
        'Those of whom one of these is true: they were told of this incident before, of the last post on it, or of an earlier incident of something that it affects.',
    }),
  })
  .meta({ description: 'Of each list one has to be true, and all lists have to hold; labels too.' })
export type TellOnly = z.infer<typeof TellOnly>

const lists = ['audiences', 'domains', 'tags', 'past'] as const

/** As it is stored, with audiences by id; null: no such limit. Throws `InvalidInput` that names each stranger. */
export async function readTellOnly(
  ctx: Context,
  page: string,
  given: TellOnly | null | undefined,
): Promise<TellOnly | null> {
  const all = lists.map((list) => [list, [...new Set<string>(given?.[list] ?? [])]] as const)
  const named: TellOnly = Object.fromEntries(all.filter(([, some]) => some.length > 0))
  if (Object.keys(named).length === 0) return null
  if (!named.audiences) return named
  const pointer = (i: number) => `/tellOnly/audiences/${i}`
  const audiences = await audienceIds(ctx, page, named.audiences, pointer)
  const problems = audiences.flatMap((id, i) =>
    id === 'everyone' || id === 'staff'
      ? [{ pointer: pointer(i), detail: 'expected some subscribers: an audience of the page, or subscribers' }]
      : [],
  )
  if (problems.length > 0) throw new InvalidInput('The audiences are not right.', problems)
  return { ...named, audiences }
}

/** What an earlier version wrote and this one cannot read tells nobody, rather than everybody. */
export function tellOnlyIn(column: unknown): TellOnly | null {
  if (column === null || column === undefined) return null
  return TellOnly.safeParse(column).data ?? { past: [] }
}
