import { textBlock } from './blocks.ts'
import type { Content } from './schema.ts'

/** Audiences by key. */
type Names = readonly string[]
type Part = { audiences?: string[] | null | undefined }

const lists = ['faq', 'contacts', 'texts'] as const

/**
 * What a page holds for those whom `sees` lets through, as if the rest had never been there.
 */
export function contentFor(content: Content, sees: (names: Names) => boolean): Content {
  const seen = <One extends Part>(one: One): One | null => {
    const { audiences = null, ...rest } = one
    return audiences === null || sees(audiences) ? (rest as One) : null
  }
  const all = <One extends Part>(ones: readonly One[]) => ones.map(seen).filter((one) => one !== null)
  const texts = all(content.texts)
  const blocks = content.texts.map(({ key }) => key).filter((key) => !texts.some((one) => one.key === key))
  return {
    ...content,
    announcement: content.announcement && seen(content.announcement),
    faq: all(content.faq),
    contacts: all(content.contacts),
    texts,
    blocks: content.blocks?.filter((block) => !blocks.some((key) => textBlock(key) === block)) ?? null,
  }
}

/** Who stands in the place of those whom its parts name; `pointer` is where. */
export function withLimits(content: Content, named: (names: Names, pointer: string) => string[]): Content {
  const part = <One extends Part>(one: One, pointer: string): One =>
    one.audiences ? { ...one, audiences: named(one.audiences, `${pointer}/audiences`) } : one
  const { announcement, faq, contacts, texts } = content
  return {
    ...content,
    announcement: announcement && part(announcement, '/announcement'),
    faq: faq.map((one, i) => part(one, `/faq/${i}`)),
    contacts: contacts.map((one, i) => part(one, `/contacts/${i}`)),
    texts: texts.map((one, i) => part(one, `/texts/${i}`)),
  }
}

/** Whether a part of it is for some readers. */
export const hasLimits = (content: Content): boolean => namedIn(content).length > 0

/** The keys of all audiences that its parts name. */
export const namedIn = ({ announcement, ...content }: Content): string[] =>
  [announcement ?? {}, ...lists.flatMap((list): Part[] => content[list])].flatMap(
    ({ audiences }: Part) => audiences ?? [],
  )
