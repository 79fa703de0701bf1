import { languageOf } from './index.ts'
import type { Plural } from './language.ts'
import type { Wording } from './words.ts'

/** Every string of a language by the name under which a page can have its own: those that count things once for each category. */
export function stringsOf(lang: string): Map<string, string> {
  const { strings, locale } = languageOf(lang)
  const { pluralCategories } = new Intl.PluralRules(locale ?? lang).resolvedOptions()
  const all = new Map<string, string>()
  for (const [key, said] of Object.entries<string | Plural>(strings)) {
    if (typeof said === 'string') all.set(key, said)
    else for (const category of pluralCategories) all.set(`${key}.${category}`, said[category] ?? said.other)
  }
  return all
}

/** What is wrong with a page's own strings: a name that we do not have, a value that is missing, or one that is not there. */
export function wordingProblems(lang: string, wording: Wording): { key: string; detail: string }[] {
  const ours = stringsOf(lang)
  return Object.entries(wording).flatMap(([key, text]) => {
    const own = ours.get(key)
    if (own === undefined) return [{ key, detail: `expected the name of a string, such as ${likeliest(key, ours)}` }]
    const [needed, given] = [valuesIn(own), valuesIn(text)]
    // Of a small number the word itself may be enough: "yesterday" for {count} days.
    const missing = needed.filter((value) => !given.includes(value) && value !== 'count')
    const strange = given.filter((value) => !needed.includes(value) && !(value === 'count' && isCounted(key, ours)))
    if (text.trim() === '') return [{ key, detail: `expected a text; ours is "${own}"` }]
    if (missing.length > 0) return [{ key, detail: `expected ${listed(missing)} in it; ours is "${own}"` }]
    if (strange.length > 0)
      return [{ key, detail: `expected no ${listed(strange)}: it has no such value; ours is "${own}"` }]
    return []
  })
}

const listed = (names: string[]) => names.map((name) => `{${name}}`).join(' and ')

export const valuesIn = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')

const isCounted = (key: string, ours: ReadonlyMap<string, string>) =>
  /\.other$/.test(key) || ours.has(key.replace(/\.\w+$/, '.other'))

/** The name that begins most like what was written. */
function likeliest(key: string, ours: ReadonlyMap<string, string>): string {
  const shared = (name: string) => [...name].findIndex((letter, i) => letter !== key[i])
  return [...ours.keys()].reduce((best, name) => (shared(name) > shared(best) ? name : best))
}
