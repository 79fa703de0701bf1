import { type Html, html } from '../lib/html.ts'
import { renderMarkdown } from '../lib/markdown.ts'
import { languageOf } from '../publishing/languages/index.ts'

/** A post's other words, with what each audience is called. */
export type Worded = {
  short: string | null
  texts: readonly {
    name: string
    body: string
    short: string | null
    translations: Readonly<Record<string, { body?: string | undefined } | undefined>>
  }[]
}

/** What some readers get in the place of the text; nothing where all get the same. */
export const otherWordsShown = ({ short, texts }: Worded): Html | false =>
  (short !== null || texts.length > 0) &&
  html`<details class="fold"><summary>In other words</summary>${short !== null && html`<p class="quiet-text">In few words:</p><p class="short-form" dir="auto">${short}</p>`}${texts.map(
    ({ name, body, short, translations }) =>
      html`<p class="quiet-text">For <bdi>${name}</bdi>:</p><div class="prose" dir="auto">${renderMarkdown(body)}</div>${short !== null && html`<p class="short-form" dir="auto"><span class="quiet-text">In few words:</span> ${short}</p>`}${Object.entries(
        translations,
      ).map(
        ([lang, one]) =>
          one?.body &&
          html`<p class="quiet-text">${languageOf(lang).name}:</p><div class="prose" dir="auto">${renderMarkdown(one.body)}</div>`,
      )}`,
  )}</details>`
