import { changeAppearance } from '../appearance/change.ts'
import { appearanceOf } from '../appearance/find.ts'
import { ChangeAppearance } from '../appearance/schema.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict, InvalidInput } from '../lib/errors.ts'
import { findPage } from '../pages/find.ts'
import { parsed } from '../web/parse.ts'
import { changeContent } from './change.ts'
import { contentOf } from './find.ts'
import { ChangeContent } from './schema.ts'
import { fieldOf, markOfTexts, translatable, type Worded } from './translatable.ts'

export type Translation = {
  lang: string
  /** By the names of `fieldOf`; what is not there or empty has no translation. */
  texts: Readonly<Record<string, string>>
  /** `markOfTexts` of what was translated. */
  mark: string
}

/**
 * Sets all translations of a page's texts into one language. Throws `Conflict` where the texts are others by now, and
 * `InvalidInput` in the fields' names.
 */
export async function translateTexts(outer: Context, name: string, translation: Translation): Promise<void> {
  await transaction(outer, async (ctx) => {
    const { id } = await findPage(ctx, name)
    await ctx.db.selectFrom('pages').select('id').where('id', '=', id).forUpdate().executeTakeFirst()
    const before = await wordedOf(ctx, id)
    if (markOfTexts(translatable(before)) !== translation.mark)
      throw new Conflict('The texts of the page were changed meanwhile. Look at them again before you save.')
    const { content, appearance } = inFields(() => worded(before, translation))
    await changeContent(ctx, id, content)
    await changeAppearance(ctx, id, appearance)
  })
}

export const wordedOf = async (ctx: Context, pageId: string): Promise<Worded> => ({
  content: await contentOf(ctx, pageId),
  appearance: await appearanceOf(ctx, pageId),
})

/** What `translateTexts` changes of a page. */
function worded(before: Worded, { lang, texts }: Translation) {
  const things = new Map(translatable(before).map((one) => [one.thing, one]))
  const of = (thing: string) =>
    Object.fromEntries(
      (things.get(thing)?.texts ?? []).flatMap(({ part }) => {
        const text = texts[fieldOf(thing, part)]?.trim() ?? ''
        return text === '' ? [] : [[part, text]]
      }),
    )
  const told = (thing: string, translations: object | undefined) => {
    const { [lang]: _, ...others }: Record<string, unknown> = { ...translations }
    const own = of(thing)
    return Object.keys(own).length > 0 ? { ...others, [lang]: own } : others
  }
  const withOwn = <One extends { translations?: object | undefined }>(
    thing: string,
    { translations, ...rest }: One,
  ) => {
    const all = told(thing, translations)
    return Object.keys(all).length > 0 ? { ...rest, translations: all } : rest
  }
  const { content, appearance } = before
  const list = (name: 'faq' | 'contacts' | 'texts' | 'footerLinks') =>
    content[name].map((one, i) => withOwn(`${name}.${i}`, one))
  return {
    content: parsed(ChangeContent, {
      translations: told('header', content.translations),
      announcement: content.announcement && withOwn('announcement', content.announcement),
      faq: list('faq'),
      contacts: list('contacts'),
      texts: list('texts'),
      footerLinks: list('footerLinks'),
    }),
    appearance: parsed(ChangeAppearance, {
      translations: told('footer', appearance.translations),
      links: appearance.links.map((one, i) => withOwn(`links.${i}`, one)),
    }),
  }
}

/** `/faq/0/translations/de/answer` is the field `faq.0.answer`. */
function inFields<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    const problems = error.problems.map(({ pointer, detail }) => {
      const field = pointer.replace(/\/translations\/[a-z]{2}\//, '/').slice(1)
      return { pointer: `/${field.replaceAll('/', '.')}`, detail }
    })
    throw new InvalidInput(error.message, problems)
  }
}
