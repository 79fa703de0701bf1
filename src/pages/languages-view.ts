import { type Html, html } from '../lib/html.ts'
import { languageOf, languages } from '../publishing/languages/index.ts'
import { stringsOf } from '../publishing/languages/wording.ts'
import { linkButton, submit } from '../web/console/buttons.ts'
import { checkbox, type FormState, field, fieldset, problemSummary, select } from '../web/console/forms.ts'
import { managedNote } from '../web/console/marks.ts'
import { section } from '../web/console/section.ts'
import type { Page } from './find.ts'
import { languagesOf } from './schema.ts'
import { translationFields } from './translation-fields.ts'

type Settings = { form: FormState; page: Page; mayChange: boolean }

export const languagesForm = ({ form, page, mayChange }: Settings): Html =>
  html`${managedNote(page.managed_by)}<form method="post" action="/console/settings/pages/${page.id}/languages" class="form"><fieldset class="plain"${!mayChange && html` disabled`}>
${problemSummary(form, { language: 'Language of the page', languages: 'Languages that readers can choose' })}
${select(form, {
  name: 'language',
  label: 'Language of the page',
  choices: languages.map(({ lang, name }) => [lang, name] as const),
  help: 'What you write on it is in this language. Mail is in English.',
})}
${fieldset(
  'Languages that readers can choose',
  languages.map(({ lang, name }) => checkbox(form, { name: 'languages', label: name, value: lang })),
)}
<p class="help">A reader’s browser says which one they read; they can choose another at the page’s foot.</p>
${translationFields(form, page, [{ name: 'name', label: 'Name of the page', maxlength: 100 }])}
${mayChange && html`<div class="actions">${submit('Save')}${linkButton('Cancel', `/console/settings/pages/${page.id}`, 'quiet')}</div>`}
</fieldset></form>
${
  page.languages.some((lang) => lang !== page.language) &&
  section(
    'What you wrote',
    html`<p class="quiet-text">The texts and links of the page’s head and foot, announcement, questions and answers, contacts and texts of your own. Components and posts have their translations in their own forms.</p>
<p class="actions">${page.languages.filter((lang) => lang !== page.language).map((lang) => linkButton(`Translate into ${languageOf(lang).name}`, `/console/settings/pages/${page.id}/translations/${lang}`))}</p>`,
  )
}
${section(
  'Wording',
  html`<p class="quiet-text">Every word that the page says by itself can be yours.</p>
<p class="actions">${languagesOf(page).map((lang) => linkButton(`Wording in ${languageOf(lang).name}`, `/console/settings/pages/${page.id}/wording/${lang}`))}</p>`,
)}`

/** Every string of a language: what the page says, or ours where the field is empty. */
export function wordingForm({
  form,
  page,
  lang,
  languages,
  mayChange,
}: Settings & { lang: string; languages: string[] }): Html {
  const groups = Map.groupBy(stringsOf(lang), ([key]) => key.split('.')[0] ?? '')
  const action = `/console/settings/pages/${page.id}/wording/${lang}`
  const changed = new Set(Object.keys(form.values).filter((key) => form.values[key]))
  return html`${managedNote(page.managed_by)}<p>${languageOf(lang).name}. Leave a field empty for our words, which stand in it. What is in braces is filled in: keep it.</p>
${languages.length > 1 && html`<p>${languages.filter((one) => one !== lang).map((one) => html`<a href="/console/settings/pages/${page.id}/wording/${one}">${languageOf(one).name}</a> `)}</p>`}
<form method="post" action="${action}" class="form">${problemSummary(form)}
${[...groups].map(
  ([group, strings]) =>
    html`<details${strings.some(([key]) => changed.has(key)) && html` open`}><summary>${group}</summary>${strings.map(
      ([key, ours]) =>
        field(form, { name: key, label: key, placeholder: ours, maxlength: 600, readonly: !mayChange, help: ours }),
    )}</details>`,
)}
${mayChange && html`<div class="actions">${submit('Save')}</div>`}</form>`
}
