import { type Html, html } from '../lib/html.ts'
import { chooseLanguage } from '../publishing/languages/choose.ts'
import { languageCodes } from '../publishing/languages/codes.ts'
import { languageOf } from '../publishing/languages/index.ts'
import { wordsOf } from '../publishing/languages/words.ts'
import { layout } from '../web/plain-layout.ts'
import type { RequestFacts } from '../web/request.ts'

/**
 * One page for links that are used, old, replaced or wrong: it says nothing about which. It knows no page either, so it
 * speaks what the browser asks for.
 */
export function deadLink(request: Pick<RequestFacts, 'header'>): Html {
  const language = languageOf(chooseLanguage(languageCodes, 'en', request.header('accept-language') ?? undefined))
  const words = wordsOf(language)
  return layout({
    title: words.text('dead.heading'),
    lang: language.lang,
    dir: language.dir,
    body: html`<p>${words.text('dead.why')}</p>
<p>${words.text('dead.next', { button: words.text('nav.subscribe') })}</p>`,
  })
}
