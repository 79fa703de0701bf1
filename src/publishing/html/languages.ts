import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import { pathIn } from '../languages/documents.ts'
import { languageOf } from '../languages/index.ts'

/** Marks a text that is in another language than what is around it. */
export const inLang = (lang: string | null | undefined): Html | null =>
  lang ? html` lang="${lang}" dir="${languageOf(lang).dir}"` : null

/** The same for a text whose direction is its own where it is in the language around it. */
export const textIn = (lang: string | null | undefined): Html => inLang(lang) ?? html` dir="auto"`

/** Says quietly, below a text that has no translation, which language it is in. */
export function languageNote({ words }: Frame, lang: string | null | undefined): Html | null {
  if (!lang) return null
  const names = new Intl.DisplayNames(words.locale, { type: 'language' })
  return html`<p class="aside">${words.text('post.language', { language: names.of(lang) ?? lang })}</p>`
}

/** The same document in each language, for search engines: the plain address answers in the reader's. */
export function alternates({ page }: Frame, path: string | null): Html | null {
  if (path === null || page.languages.length < 2) return null
  return html`${page.languages.map(
    (lang) => html`<link rel="alternate" hreflang="${lang}" href="${page.url + pathIn(lang, path)}">\n`,
  )}<link rel="alternate" hreflang="x-default" href="${page.url + path}">
`
}

/** The languages to choose from, each by its own name. */
export function languageChoice({ page, words }: Frame, path: string | null): Html | null {
  if (page.languages.length < 2) return null
  return html`<nav class="languages" aria-label="${words.text('footer.languages')}">${page.languages.map((lang) => {
    const current = lang === words.lang && html` aria-current="true"`
    const href = page.basePath + pathIn(lang, path ?? '/')
    return html` <a href="${href}" hreflang="${lang}" lang="${lang}"${current}>${languageOf(lang).name}</a>`
  })}</nav>
`
}
