import { asksForTexts, textsTyped, textValues } from '../composer/texts.ts'
import { limits } from '../incidents/words.ts'
import { changesBetween, isUnchanged } from '../lib/changes.ts'
import { type Context, transaction } from '../lib/context.ts'
import { oneLine, prose } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'
import { translationsIn, translationValues } from '../pages/translation-fields.ts'
import type { Values } from '../web/page.ts'
import { parsed } from '../web/parse.ts'
import { approveDraft, EditDraft, editDraft } from './decide.ts'
import { findDraft } from './find.ts'
import { wordsOf } from './publish.ts'
import type { Draft } from './write.ts'

export const words = {
  title: oneLine(limits.title),
  body: prose(limits.body),
  short: z.string().trim().max(limits.short, `expected at most ${limits.short} characters`).optional(),
}

type Typed = { title?: string | undefined; body?: string | undefined; short?: string | undefined }

/** What stands in the form of a draft. A form without a field leaves that as it is. */
export const wordsTyped = (fields: Typed & Record<string, unknown>): EditDraft =>
  parsed(EditDraft, {
    title: fields.title,
    body: fields.body,
    short: fields.short === undefined ? undefined : fields.short || null,
    translations: translationsIn(fields),
    texts: asksForTexts(fields) ? textsTyped(fields) : undefined,
  })

/** Posts what stands in the form, saved or not. As long as nothing is changed, the words are made anew. */
export const approveAsTyped = (outer: Context, id: string, fields: Typed & Record<string, unknown>) =>
  transaction(outer, async (ctx) => {
    if (fields.body !== undefined) {
      const typed = wordsTyped(fields)
      const changes = changesBetween<object>(wordsOf(await findDraft(ctx, id)), typed)
      if (!isUnchanged(changes)) await editDraft(ctx, id, typed)
    }
    return approveDraft(ctx, id)
  })

/** The same the other way. */
export function draftValues(draft: Draft): Values {
  const { title, body, short, texts, translations } = wordsOf(draft)
  return { title, body, short: short ?? '', ...textValues(texts), ...translationValues(translations) }
}
