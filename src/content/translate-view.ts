import { type Html, html } from '../lib/html.ts'
import type { Page } from '../pages/find.ts'
import { languageOf } from '../publishing/languages/index.ts'
import { linkButton, submit } from '../web/console/buttons.ts'
import { type FormState, field, fieldset, problemSummary, textarea } from '../web/console/forms.ts'
import { managedNote } from '../web/console/marks.ts'
import { fieldOf, markOfTexts, type Translatable, type TranslatableText } from './translatable.ts'

/** Each text as it is written, and a field for it in the other language. */
export function translateForm({
  form,
  page,
  lang,
  things,
  mayChange,
}: {
  form: FormState
  page: Page
  lang: string
  things: readonly Translatable[]
  mayChange: boolean
}): Html {
  const up = `/console/settings/pages/${page.id}/languages`
  if (things.length === 0)
    return html`<p>There is nothing to translate yet: the page has no texts of its own. <a href="/console/settings/pages/${page.id}/content">Write some</a>, and come back.</p>`
  const groups = Map.groupBy(things, ({ group }) => group)
  const labels = Object.fromEntries(
    things.flatMap(({ thing, texts, group }) =>
      texts.map(({ part, label }) => [fieldOf(thing, part), `${label} (${group})`]),
    ),
  )
  return html`${managedNote(page.managed_by)}<p>${languageOf(lang).name}. What is left empty is shown in ${languageOf(page.language).name}, and says so.</p>
<form method="post" action="/console/settings/pages/${page.id}/translations/${lang}" class="form"><fieldset class="plain"${!mayChange && html` disabled`}>${problemSummary(form, labels)}
<input type="hidden" name="mark" value="${markOfTexts(things)}">
${[...groups].map(([group, ones]) =>
  fieldset(
    group,
    ones.flatMap(({ thing, texts }) => texts.map((one) => oneText(form, fieldOf(thing, one.part), one))),
  ),
)}
${mayChange && html`<div class="actions">${submit('Save')}${linkButton('Cancel', up, 'quiet')}</div>`}</fieldset></form>`
}

/** What is written stands below its field, however long it is: whoever translates must see all of it. */
function oneText(form: FormState, name: string, { label, text, maxlength, rows }: TranslatableText): Html {
  const options = { name, label, maxlength, help: text }
  return rows ? textarea(form, { ...options, rows }) : field(form, options)
}
