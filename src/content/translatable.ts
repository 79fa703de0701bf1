import { hash } from 'node:crypto'
import type { Appearance } from '../appearance/schema.ts'
import type { Content } from './schema.ts'

export type Worded = { content: Content; appearance: Appearance }

/** A thing of a page whose texts can have translations. */
export type Translatable = {
  /** Where it is: `header`, `faq.0`, `links.1`. */
  thing: string
  group: string
  texts: TranslatableText[]
  translations: Told
}

export type TranslatableText = {
  /** Of the thing, as in its translations. */
  part: string
  label: string
  text: string
  maxlength: number
  /** Where it may have several lines. */
  rows?: number
}

type Told = Readonly<Record<string, Readonly<Record<string, string | undefined>> | undefined>> | null | undefined

/** Everything of the kind that a page has, from top to bottom. */
export function translatable({ content, appearance }: Worded): Translatable[] {
  const { header, announcement, faq, contacts, texts, footerLinks } = content
  const things: (Omit<Translatable, 'texts'> & { texts: (TranslatableText | null)[] })[] = [
    thing('Head and foot', 'header', content, text('header', 'Text below the name', header, 300, 2)),
    ...appearance.links.map((one, i) => link(`links.${i}`, one)),
    thing('Head and foot', 'footer', appearance, text('footer', 'Text in the foot', appearance.footer, 600, 3)),
    ...footerLinks.map((one, i) => link(`footerLinks.${i}`, one)),
    thing('Announcement', 'announcement', announcement ?? {}, text('text', 'Text', announcement?.text, 2000, 3)),
    ...faq.map((one, i) =>
      thing(
        'Questions and answers',
        `faq.${i}`,
        one,
        text('question', 'Question', one.question, 200),
        text('answer', 'Answer', one.answer, 4000, 3),
      ),
    ),
    ...contacts.map((one, i) =>
      thing(
        'Contact',
        `contacts.${i}`,
        one,
        text('label', 'Words', one.label, 80),
        text('value', 'Address or number', one.value, 2000, 1),
      ),
    ),
    ...texts.map((one, i) =>
      thing(
        'Texts of your own',
        `texts.${i}`,
        one,
        text('heading', `Heading of “${one.key}”`, one.heading, 80),
        text('text', `Text “${one.key}”`, one.text, 4000, 4),
      ),
    ),
  ]
  return things.flatMap(({ texts, ...rest }) => {
    const there = texts.filter((one) => one !== null)
    return there.length > 0 ? [{ ...rest, texts: there }] : []
  })
}

/** Changes when any of the texts does: translations of others than the reader of a form saw are not taken. */
export const markOfTexts = (things: readonly Translatable[]): string =>
  hash('sha256', JSON.stringify(things.map(({ thing, texts }) => [thing, texts])), 'hex').slice(0, 16)

/** The name of a text's field: parts of the page itself are called as they are. */
export const fieldOf = (thing: string, part: string): string => (thing === part ? thing : `${thing}.${part}`)

const thing = (group: string, name: string, of: { translations?: Told }, ...texts: (TranslatableText | null)[]) => ({
  group,
  thing: name,
  texts,
  translations: of.translations,
})

const link = (at: string, one: { name: string; url: string; translations?: Told }) =>
  thing(
    'Head and foot',
    at,
    one,
    text('name', `Link “${one.name}”`, one.name, 40),
    text('url', `Where “${one.name}” leads`, one.url, 2000),
  )

const text = (part: string, label: string, words: string | null | undefined, maxlength: number, rows?: number) =>
  words ? { part, label, text: words, maxlength, ...(rows && { rows }) } : null
