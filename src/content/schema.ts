import { isDeepStrictEqual } from 'node:util'
import { Link } from '../appearance/links.ts'
import { AudienceNames } from '../components/schema.ts'
import { Key, oneLine, prose } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'
import { translated } from '../publishing/languages/schema.ts'
import { Block, textBlock, usualBlocks } from './blocks.ts'
import { Contact } from './contacts.ts'
import { social, socialKinds } from './social.ts'
import { Analytics, Chat } from './third-parties.ts'

export const views = ['tree', 'flat', 'matrix'] as const
export const consents = ['ask', 'cookieless'] as const
const most = (count: number, what: string) => `expected at most ${count} ${what}`
const audiences = AudienceNames.nullish().meta({ description: 'Who may see it: keys of audiences. Null: everybody.' })
const moment = z.iso.datetime({ offset: true, error: 'expected a time such as 2026-11-22T10:42:00Z' })

export const Announcement = z.strictObject({
  text: prose(2000).meta({ description: 'Markdown.' }),
  from: moment.nullish().meta({ description: 'Not shown before.' }),
  until: moment.nullish().meta({ description: 'Not shown any more from then on.' }),
  audiences,
  translations: translated({ text: prose(2000) }).optional(),
})
export const Question = z.strictObject({
  question: oneLine(200),
  answer: prose(4000).meta({ description: 'Markdown.' }),
  audiences,
  translations: translated({ question: oneLine(200), answer: prose(4000) }).optional(),
})
export const Social = z
  .strictObject({ kind: z.enum(socialKinds), url: z.string().trim().max(500) })
  .superRefine(({ kind, url }, ctx) => {
    if (!social[kind].form.test(url))
      ctx.addIssue({ code: 'custom', path: ['url'], message: `expected an address such as ${social[kind].example}` })
  })
export const Text = z.strictObject({
  key: Key,
  heading: oneLine(80).nullish(),
  text: prose(4000).meta({ description: 'Markdown.' }),
  audiences,
  translations: translated({ heading: oneLine(80), text: prose(4000) }).optional(),
})
export const Matrix = z.strictObject({ rows: oneLine(60), columns: oneLine(60) })

/** What is left out stays as it is; null goes back to how a page comes. */
export const ChangeContent = z.strictObject({
  blocks: z
    .array(Block)
    .min(1, 'expected at least one block')
    .max(40, most(40, 'blocks'))
    .nullish()
    .meta({ description: 'What the front shows, in this order. Null: as it comes, with every text at the end.' }),
  view: z.enum(views).nullish().meta({ description: 'Of the components.' }),
  matrix: Matrix.nullish().meta({ description: 'The tags whose values are the rows and columns of the matrix.' }),
  header: prose(300).nullish().meta({ description: 'Markdown, below the page’s name.' }),
  translations: translated({ header: prose(300) }).nullish(),
  footerLinks: z.array(Link).max(12, most(12, 'links')).nullish(),
  announcement: Announcement.nullish(),
  faq: z.array(Question).max(60, most(60, 'questions')).nullish(),
  contacts: z.array(Contact).max(12, most(12, 'contacts')).nullish(),
  social: z.array(Social).max(12, most(12, 'addresses')).nullish(),
  texts: z.array(Text).max(12, most(12, 'texts')).nullish(),
  chat: Chat.nullish(),
  analytics: z.array(Analytics).max(4, most(4, 'providers')).nullish(),
  consent: z.enum(consents).nullish().meta({
    description: 'ask: nothing counts before the reader agrees. cookieless: what keeps nothing counts at once.',
  }),
})
export type ChangeContent = z.infer<typeof ChangeContent>

type Whole = { [Field in keyof ChangeContent]-?: NonNullable<ChangeContent[Field]> }

/** What a page holds besides its news. Null: as it comes, or none. */
export type Content = Omit<Whole, Nullable> & { [Field in Nullable]: Whole[Field] | null }
type Nullable = 'blocks' | 'matrix' | 'header' | 'announcement' | 'chat'

export const plainContent: Content = {
  blocks: null,
  view: 'tree',
  matrix: null,
  header: null,
  translations: {},
  footerLinks: [],
  announcement: null,
  faq: [],
  contacts: [],
  social: [],
  texts: [],
  chat: null,
  analytics: [],
  consent: 'ask',
}

/** The same with a change. What does not fit together is not looked at here: see `misfits`. */
export function changed(before: Content, change: ChangeContent): Content {
  const pick = <Name extends keyof Content>(name: Name, to: Content[Name] | null | undefined) =>
    to === undefined ? before[name] : (to ?? plainContent[name])
  return {
    blocks: pick('blocks', change.blocks),
    view: pick('view', change.view),
    matrix: pick('matrix', change.matrix),
    header: pick('header', change.header),
    translations: pick('translations', change.translations),
    footerLinks: pick('footerLinks', change.footerLinks),
    announcement: pick('announcement', change.announcement),
    faq: pick('faq', change.faq),
    contacts: pick('contacts', change.contacts),
    social: pick('social', change.social),
    texts: pick('texts', change.texts),
    chat: pick('chat', change.chat),
    analytics: pick('analytics', change.analytics),
    consent: pick('consent', change.consent),
  }
}

/** What the front shows, in order. */
export const shownBlocks = ({ blocks, texts }: Content): readonly Block[] =>
  blocks ?? [...usualBlocks, ...texts.map(({ key }) => textBlock(key))]

/** What differs from a page that nobody has filled, in the words of the configuration file. */
export function worthSaying(content: Content): Partial<Content> {
  const plain = new Map<string, unknown>(Object.entries(plainContent))
  return Object.fromEntries(
    Object.entries(content).filter(([name, value]) => !isDeepStrictEqual(value, plain.get(name))),
  )
}
