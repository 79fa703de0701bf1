import type { english } from './en.ts'
import type { englishChannels } from './en-channels.ts'
import type { englishFollowing } from './en-following.ts'
import type { englishReading } from './en-reading.ts'

/** A text with `{name}` for each value. */
type Template = string
/** By the plural category of its `count`: https://cldr.unicode.org/index/cldr-spec/plural-rules */
export type Plural = { other: Template } & Partial<Record<Exclude<Intl.LDMLPluralRule, 'other'>, Template>>

/** The names of all strings of the public page: those of `en.ts`. */
export type Key = keyof typeof english
type Text<K extends Key> = (typeof english)[K]
/** The strings that depend on a number, which is their value `count`. */
export type Counted = { [K in Key]: Text<K> extends string ? never : K }[Key]
export type Plain = Exclude<Key, Counted>

/** Every string of the public page in one language. One that is missing is an error of types. */
export type Strings = { readonly [K in Plain]: Template } & { readonly [K in Counted]: Plural }

/** Those of `en-reading.ts`, `en-following.ts` and `en-channels.ts`: a language has four files. */
export type ReadingStrings = Pick<Strings, keyof typeof englishReading>
export type ChannelStrings = Pick<Strings, keyof typeof englishChannels>
export type FollowingStrings = Pick<Strings, keyof typeof englishFollowing>

type NamesIn<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never
type Names<K extends Key> = NamesIn<Text<K> extends string ? Text<K> : Text<K>[keyof Text<K>]>

/** The values that a string needs. A number is written as the language does. */
export type Values<K extends Key, V> = Record<Exclude<Names<K>, 'count'>, V> &
  (K extends Counted ? { count: number } : object)

/** The strings without a value. */
export type Fixed = { [K in Plain]: [Names<K>] extends [never] ? K : never }[Plain]

export type Language = {
  /** BCP 47, and the first part of its pages' addresses. */
  lang: string
  /** Its name in itself. */
  name: string
  dir: 'ltr' | 'rtl'
  /** For dates and numbers, where another one than `lang`. */
  locale?: string
  /** Whether one thing of this name is spoken of as many: "Card payments are". Where absent, never. */
  isPlural?: (name: string) => boolean
  strings: Strings
}
