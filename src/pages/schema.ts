import { HostName, oneLine, Slug, WebAddress } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'
import { isTimeZone } from '../lib/zone.ts'
import { LanguageCode, LanguageCodes, PageTranslations, WordingOf } from '../publishing/languages/schema.ts'
import type { Page } from './find.ts'

export const TimeZone = z
  .string()
  .refine(isTimeZone, 'expected the IANA name of a time zone, such as Europe/Berlin')
  .meta({ example: 'America/New_York' })

export const NewPage = z.strictObject({
  slug: Slug.meta({ description: 'The name in its address: /p/<slug>.' }),
  name: oneLine(100),
  timeZone: TimeZone.optional().meta({ description: 'The zone of the times on the page. UTC when absent.' }),
  supportUrl: WebAddress.nullish(),
  postalAddress: oneLine(300)
    .nullish()
    .meta({ description: 'The last line of every mail to readers, where the law or a mail service asks for one.' }),
  host: HostName.nullish().meta({ description: 'A host name of its own, pointed at this installation.' }),
  showUptime: z
    .boolean()
    .optional()
    .meta({ description: 'Whether readers see the days and the uptime of each component. True when absent.' }),
  noindex: z
    .boolean()
    .optional()
    .meta({ description: 'Whether search engines are asked to leave the page out. False when absent.' }),
  language: LanguageCode.optional().meta({
    description: 'Of what is written on the page, and of its plain addresses. en when absent.',
  }),
  languages: LanguageCodes.nullish().meta({
    description: 'Languages that readers can choose beside its own. None when absent.',
  }),
  translations: PageTranslations.nullish(),
  wording: WordingOf.nullish(),
})
export type NewPage = z.infer<typeof NewPage>

export const ChangePage = NewPage.partial()
export type ChangePage = z.infer<typeof ChangePage>

/** What a person or a file sets on a page. */
export type PageSettings = {
  slug: string
  name: string
  timeZone: string
  supportUrl: string | null
  postalAddress: string | null
  host: string | null
  showUptime: boolean
  noindex: boolean
  language: z.infer<typeof LanguageCode>
  /** Beside its own. */
  languages: z.infer<typeof LanguageCode>[]
  translations: z.infer<typeof PageTranslations>
  wording: z.infer<typeof WordingOf>
}

export const pageSettings = (page: Page): PageSettings => ({
  slug: page.slug,
  name: page.name,
  timeZone: page.time_zone,
  supportUrl: page.support_url,
  postalAddress: page.postal_address,
  host: page.host,
  showUptime: page.show_uptime,
  noindex: page.noindex,
  language: page.language as PageSettings['language'],
  languages: page.languages as PageSettings['languages'],
  translations: page.translations as PageSettings['translations'],
  wording: page.wording as PageSettings['wording'],
})

/** All that a reader can choose, the page's own first. */
export const languagesOf = ({ language, languages }: Page): string[] => [...new Set([language, ...languages])]
