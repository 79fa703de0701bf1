import { audienceKeys } from '../audiences/find.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput, type Problem } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { LanguageCode } from '../publishing/languages/schema.ts'
import { promisesNextUpdate } from './placeholders.ts'
import { type MessageTexts, type Phase, phases, type Shorts } from './schema.ts'

const ByPhase = z.partialRecord(z.enum(phases), z.string())
const Text = z.object({
  audience: z.string(),
  investigating: z.string().optional(),
  identified: z.string().optional(),
  monitoring: z.string().optional(),
  resolved: z.string().optional(),
  short: ByPhase,
  translations: z.partialRecord(LanguageCode, ByPhase),
})

/** Words of a message for some readers, as they are stored: nothing in it is null or empty. `audience` is a key. */
export type OtherText = z.infer<typeof Text>

export const shortsIn = (column: unknown): Shorts => ByPhase.safeParse(column).data ?? {}
export const textsIn = (column: unknown): OtherText[] => z.array(Text).safeParse(column).data ?? []

/** What was given, without what is null or empty, so that two can be compared. */
export const completeTexts = (texts: MessageTexts | null | undefined): OtherText[] =>
  (texts ?? []).map(({ audience, short, translations, ...bodies }) => ({
    audience,
    ...completeShorts(bodies),
    short: completeShorts(short),
    translations: Object.fromEntries(
      Object.entries(translations ?? {})
        .map(([lang, words]) => [lang, completeShorts(words)] as const)
        .filter(([, words]) => Object.keys(words).length > 0),
    ),
  }))

type ByPhase = Partial<Record<Phase, string | null | undefined>>

export const completeShorts = (words: ByPhase | null | undefined): Partial<Record<Phase, string>> =>
  Object.fromEntries(Object.entries(words ?? {}).filter(([, text]) => text))

/** Throws `InvalidInput` that names each audience that no page has. */
export async function refuseStrangers(ctx: Context, texts: MessageTexts | null | undefined): Promise<void> {
  if (!texts || texts.length === 0) return
  const keys = (await audienceKeys(ctx)).filter((key) => key !== 'everyone')
  const problems = texts.flatMap(({ audience }, i): Problem[] =>
    keys.includes(audience) ? [] : [{ pointer: `/texts/${i}/audience`, detail: `expected one of ${keys.join(', ')}` }],
  )
  if (problems.length > 0) throw new InvalidInput('The texts for some readers are not right.', problems)
}

/** All that a message says in its own language, each with its JSON pointer. */
export function saidBy({ title, short, texts, ...bodies }: Said): (readonly [pointer: string, text: string])[] {
  const at = (pointer: string, words: ByPhase) =>
    phases.map((phase) => [`${pointer}/${phase}`, words[phase] ?? ''] as const)
  const others = (texts ?? []).flatMap((text, i) => [
    ...at(`/texts/${i}`, text),
    ...at(`/texts/${i}/short`, text.short ?? {}),
  ])
  return [['/title', title ?? ''], ...at('', bodies), ...at('/short', short ?? {}), ...others]
}

type Said = ByPhase & {
  title?: string | null | undefined
  short?: ByPhase | null | undefined
  texts?: readonly (ByPhase & { short?: ByPhase | null | undefined })[] | null | undefined
}

/** Where a message promises a next update, as a JSON pointer; null where it does not. */
export const promiseIn = (message: Said): string | null =>
  saidBy(message).find(([, text]) => promisesNextUpdate(text))?.[0] ?? null
