import { limits } from '../../incidents/words.ts'
import { oneLine, prose } from '../../lib/fields.ts'
import { z } from '../../lib/zod.ts'
import { languageCodes } from './codes.ts'
import { wordingProblems } from './wording.ts'

export const LanguageCode = z.enum(languageCodes)

/** Those that a page offers beside its own. */
export const LanguageCodes = z
  .array(LanguageCode)
  .max(languageCodes.length)
  .transform((codes) => [...new Set(codes)])

/** Translations of some texts of a thing. */
export const translated = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.partialRecord(LanguageCode, z.strictObject(shape).partial()).meta({
    description: 'By language: what readers of it see in the place of the text. A text without one is shown as it is.',
    additionalProperties: false,
  })

export const PageTranslations = translated({ name: oneLine(100) })
export const ComponentTranslations = translated({ name: oneLine(255), description: prose(2000) })
export const IncidentTranslations = translated({ title: oneLine(limits.title) })
export const UpdateTranslations = translated({ body: prose(25_000) })
/** Of an incident that is opened with its first update. */
export const OpeningTranslations = translated({ title: oneLine(limits.title), body: prose(25_000) })
export type OpeningTranslations = z.infer<typeof OpeningTranslations>

/** Strings of the page's own in the place of ours, by language and name. */
export const WordingOf = z
  .partialRecord(LanguageCode, z.record(z.string().max(80), z.string().max(600)))
  .superRefine((wording, issue) => {
    for (const [lang, strings] of Object.entries(wording))
      for (const { key, detail } of wordingProblems(lang, strings ?? {}))
        issue.addIssue({ code: 'custom', path: [lang, key], message: detail })
  })
  .meta({
    description:
      'The page’s own wording, by language and name of the string; the console lists the names. A string that is left out is ours.',
    example: { en: { 'state.operational': 'All good' } },
  })

export type Wordings = z.infer<typeof WordingOf>
