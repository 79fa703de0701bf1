import { audienceIds } from '../audiences/find.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput, type Problem } from '../lib/errors.ts'
import { prose } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'
import { UpdateTranslations } from '../publishing/languages/schema.ts'
import { limits } from './words.ts'

export const Short = prose(limits.short).meta({
  description:
    'The post in a few words, plain text: for text messages, X and other channels with little room. Without it they get the beginning of the text.',
})

export const PostTexts = z
  .array(
    z.strictObject({
      audience: z.string().min(1).max(100).meta({ description: 'Key or id of an audience, or subscribers, or staff.' }),
      body: prose(limits.body),
      short: Short.nullish(),
      translations: UpdateTranslations.nullish(),
    }),
  )
  .max(20)
  .meta({
    description:
      'Other words for some readers, in order: each gets the first whose audience they belong to, and everybody else the text itself.',
  })
export type PostTexts = z.input<typeof PostTexts>

/** As they are stored; `audience` is an id. */
const Words = z.object({
  audience: z.string(),
  body: z.string(),
  short: z.string().nullable(),
  translations: z.record(z.string(), z.object({ body: z.string() }).partial()),
})
const Stored = z.array(Words.extend({ updatedAt: z.coerce.date() }))
export type PostText = z.infer<typeof Stored>[number]
/** Of a post that is not there yet. */
export type PostWords = z.infer<typeof Words>

export const wordsIn = (column: unknown): PostWords[] => z.array(Words).safeParse(column).data ?? []

/** What an earlier version wrote and this one cannot read is nobody's text: everybody gets the post's own. */
export const textsIn = (column: unknown): PostText[] =>
  Array.isArray(column) && column.length === 0 ? [] : (Stored.safeParse(column).data ?? [])

/**
 * Texts with audiences by id; those cannot be removed until the transaction ends. Throws `InvalidInput` that names each
 * stranger, everyone, and who is named twice.
 */
export async function readTexts(ctx: Context, page: string, given: PostTexts | null | undefined): Promise<PostText[]> {
  if (!given || given.length === 0) return []
  const pointer = (i: number) => `/texts/${i}/audience`
  const ids = await audienceIds(
    ctx,
    page,
    given.map(({ audience }) => audience),
    pointer,
  )
  const problems = ids.flatMap((id, i): Problem[] => {
    if (id === 'everyone')
      return [{ pointer: pointer(i), detail: 'expected some readers: everyone gets the text of the post itself' }]
    return ids.indexOf(id) === i ? [] : [{ pointer: pointer(i), detail: 'expected each audience once' }]
  })
  if (problems.length > 0) throw new InvalidInput('The texts for some readers are not right.', problems)
  return given.map(({ body, short, translations }, i) => ({
    audience: ids[i] ?? '',
    body,
    short: short ?? null,
    translations: translations ?? {},
    updatedAt: ctx.now(),
  }))
}
