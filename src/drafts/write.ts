import type { Selectable } from 'kysely'
import type { Alerts, Drafts } from '../db/schema.ts'
import { limits } from '../incidents/words.ts'
import type { Context } from '../lib/context.ts'
import type { Values } from '../lib/substitute.ts'
import { fill } from '../messages/fill.ts'
import { messageSettings } from '../messages/find.ts'
import { textFor } from '../messages/texts.ts'
import { type Occasion, valuesFor } from '../messages/values.ts'
import { findPage, type Page } from '../pages/find.ts'
import { languagesOf } from '../pages/schema.ts'
import { pageUrl } from '../pages/url.ts'
import type { LanguageCode } from '../publishing/languages/codes.ts'
import { languageOf } from '../publishing/languages/index.ts'
import type { OpeningTranslations } from '../publishing/languages/schema.ts'
import type { Translations } from '../publishing/languages/translated.ts'
import { wordsOf } from '../publishing/languages/words.ts'
import { type Message, messageOf, type Rule } from '../rules/find.ts'
import { type OtherWords, otherWords, type Spoken } from './other-words.ts'

export type Draft = Selectable<Drafts>
export type Alert = Selectable<Alerts>

export type Phase = 'investigating' | 'monitoring' | 'resolved'

export type Wording = {
  rule: Rule | null
  page: string
  component: string | null
  alert: Alert
  phase: Phase
  startedAt: Date
  endedAt: Date | null
  /** When it will be posted, as far as is known. */
  postedAt: Date
}

export type Worded = OtherWords & {
  title: string
  body: string
  nextUpdateAt: Date | null
  translations: OpeningTranslations
}

/** All that a post says, as posting takes it. */
export const said = ({ body, translations, short, texts }: Worded) => ({ body, translations, short, texts })

/** The text of a post in the words of the rule's message: what readers see, with every value filled in. */
export async function word(ctx: Context, wording: Wording): Promise<Worded> {
  const { rule, alert, postedAt } = wording
  const page = await findPage(ctx, wording.page)
  const component = wording.component
    ? await ctx.db
        .selectFrom('components')
        .select(['name', 'description', 'translations'])
        .where('id', '=', wording.component)
        .where('org_id', '=', ctx.org)
        .executeTakeFirst()
    : null
  const source = await ctx.db.selectFrom('sources').select('key').where('id', '=', alert.source_id).executeTakeFirst()
  const message = await messageOf(ctx, rule)
  const ends = wording.phase === 'resolved'
  const nextUpdateAt =
    rule?.next_update_every && !ends ? new Date(postedAt.getTime() + rule.next_update_every * 1000) : null
  const occasion: Occasion = {
    now: postedAt,
    page: { name: page.name, url: await pageUrl(ctx, page), timeZone: page.time_zone },
    component: component ?? null,
    alert: {
      title: alert.title,
      summary: alert.summary,
      severity: alert.severity,
      url: alert.url,
      source: source?.key ?? '',
      labels: alert.labels as Record<string, string>,
    },
    startedAt: wording.startedAt,
    endedAt: wording.endedAt,
    nextUpdateAt,
  }
  const values = valuesFor(occasion)
  const inLanguages = valuesByLanguage(page, occasion, component?.translations)
  return {
    title: filled(message, 'title', values).replace(/\s+/g, ' ').slice(0, limits.title).toWellFormed(),
    body: filled(message, wording.phase, values).slice(0, limits.body).toWellFormed(),
    nextUpdateAt,
    translations: message ? translated(message, wording.phase, inLanguages) : {},
    ...(await otherWords(ctx, { page: page.id, message, phase: wording.phase, values, inLanguages })),
  }
}

/** The values in each language that the page offers beside its own. */
function valuesByLanguage(page: Page, occasion: Occasion, names: unknown): Spoken['inLanguages'] {
  return languagesOf(page).flatMap((lang) => {
    if (lang === page.language) return []
    const named = (names as Translations<'name' | 'description'> | undefined)?.[lang]
    const component = occasion.component && { ...occasion.component, ...named }
    return [[lang, valuesFor({ ...occasion, component }, wordsOf(languageOf(lang)))] as const]
  })
}

/** What the message says to readers of each language, as far as it has words in it. */
function translated(message: Message, phase: Phase, inLanguages: Spoken['inLanguages']): OpeningTranslations {
  const { translations } = messageSettings(message)
  const parts = inLanguages.flatMap(([lang, values]) => {
    const texts = translations[lang as LanguageCode]
    if (!texts) return []
    const title = texts.title && fill(texts.title, 'title', values).replace(/\s+/g, ' ').slice(0, limits.title).trim()
    const body = texts[phase] && fill(texts[phase], phase, values).slice(0, limits.body).trim()
    return [[lang, { ...(title && { title: title.toWellFormed() }), ...(body && { body: body.toWellFormed() }) }]]
  })
  return Object.fromEntries(parts)
}

/** Our own words where the values that the message consists of are all empty: a post has to say something. */
const filled = (message: Message | null, part: 'title' | Phase, values: Values) =>
  fill(textFor(message, part), part, values).trim() || fill(textFor(null, part), part, values)
