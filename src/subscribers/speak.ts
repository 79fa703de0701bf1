import type { Page } from '../pages/find.ts'
import { languagesOf } from '../pages/schema.ts'
import { chooseLanguage } from '../publishing/languages/choose.ts'
import { LanguageCode } from '../publishing/languages/schema.ts'
import type { RequestFacts } from '../web/request.ts'
import type { Subscriber } from './find.ts'

/** The language in which a subscriber is written to: their own, else the page's. */
export const languageFor = (subscriber: Pick<Subscriber, 'language'>, page: Pick<Page, 'language'>): string =>
  // What is missing is no fault: to say so takes longer than the rest.
  (subscriber.language === null ? null : LanguageCode.safeParse(subscriber.language).data) ?? page.language

/** The language of a form: the one that it was shown in, else what the browser asks for among those of the page. */
export function languageOfForm(page: Page, request: Pick<RequestFacts, 'header'>, shown: unknown): string {
  const said = LanguageCode.safeParse([shown].flat()[0]).data
  return said ?? chooseLanguage(languagesOf(page), page.language, request.header('accept-language') ?? undefined)
}
