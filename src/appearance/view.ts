import { type Html, html } from '../lib/html.ts'
import type { Page } from '../pages/find.ts'
import { linkButton, submit } from '../web/console/buttons.ts'
import { choice, type FormState, field, fieldset, problemSummary, textarea, typed } from '../web/console/forms.ts'
import { managedNote } from '../web/console/marks.ts'
import { type PresetKey, plainPreset, presetKeys, presetOf, presets } from './presets/index.ts'
import { colourNames, type Look, largestRadius, looks } from './schema.ts'

/** The form, and beside it the page as it would be, by day and in the dark. */
export function appearanceForm({
  form,
  to,
  page,
  isShown,
  mayChange,
}: {
  form: FormState
  to: string
  page: Page
  /** Whether what was typed can be shown as it is. */
  isShown: boolean
  mayChange: boolean
}): Html {
  return html`${managedNote(page.managed_by)}
<div class="looks">
<form method="post" action="${to}" class="form" data-looks="${to}/preview">
${problemSummary(form, labels)}
${choice(form, { name: 'preset', label: 'Begin with', help: html`${presets.map(({ name, words }) => html`<span class="preset-words"><strong>${name}</strong>: ${words}</span>`)}`, choices: presets.map(({ key, name }) => [key, name]) })}
${choice(form, {
  name: 'scheme',
  label: 'Light or dark',
  choices: [
    ['auto', 'As the reader’s system'],
    ['light', 'Always light'],
    ['dark', 'Always dark'],
  ],
})}
${choice(form, {
  name: 'density',
  label: 'Spacing',
  choices: [
    ['airy', 'Airy'],
    ['comfortable', 'Comfortable'],
    ['compact', 'Compact'],
  ],
})}
${field(form, { name: 'radius', label: 'Rounded corners', type: 'number', help: `In pixels, 0 to ${largestRadius}. Empty: ${chosen(form).radius}, as the preset has it.` })}
${looks.map((look) => fieldset(look === 'light' ? 'Colours by day' : 'Colours in the dark', colours(form, look)))}
${textarea(form, { name: 'links', label: 'Links in the head', rows: 3, code: true, placeholder: 'Help https://acme.example/help', help: 'One a line: its words, then its address. At most six.' })}
${textarea(form, { name: 'footer', label: 'Text in the foot', rows: 3, maxlength: 600, help: 'Markdown, at most 600 characters.' })}
<div class="actions">${mayChange && submit('Save')}<button type="submit" class="button" formmethod="get" formaction="${to}" formnovalidate>Preview</button>${linkButton('Cancel', `/console/settings/pages/${page.id}`, 'quiet')}</div>
</form>
${isShown ? frames(form, to) : html`<p class="quiet-text">The preview comes when nothing is wrong any more.</p>`}
</div>`
}

const words = {
  accent: 'Links and buttons',
  working: 'Working',
  degraded: 'Degraded',
  partial: 'Partly down',
  major: 'Down',
  maintenance: 'Maintenance',
} as const

const labels: Record<string, string> = {
  preset: 'Begin with',
  scheme: 'Light or dark',
  density: 'Spacing',
  radius: 'Rounded corners',
  links: 'Links in the head',
  footer: 'Text in the foot',
  ...Object.fromEntries(
    looks.flatMap((look) =>
      colourNames.map((name) => [`${look}.${name}`, `${words[name]}, ${look === 'light' ? 'by day' : 'in the dark'}`]),
    ),
  ),
}

/** Each with the preset's own as what stands there while it is empty. */
const colours = (form: FormState, look: Look): Html =>
  html`<div class="colours">${colourNames.map((name) =>
    field(form, {
      name: `${look}.${name}`,
      label: words[name],
      code: true,
      maxlength: 7,
      placeholder: chosen(form)[look][name],
    }),
  )}</div>`

const chosen = (form: FormState) => {
  const key = typed(form, 'preset')
  const known = (presetKeys as readonly string[]).includes(key) ? (key as PresetKey) : plainPreset
  return presetOf(known)
}

function frames(form: FormState, to: string): Html {
  const scheme = typed(form, 'scheme')
  const shown = looks.filter((look) => (scheme !== 'light' && scheme !== 'dark' ? true : look === scheme))
  return html`<div class="frames">${shown.map(
    (look) =>
      html`<figure><figcaption>${look === 'light' ? 'By day' : 'In the dark'}</figcaption><iframe title="The page ${look === 'light' ? 'by day' : 'in the dark'}, with made-up news" src="${to}/preview?${query(form, look)}" data-look="${look}" sandbox></iframe></figure>`,
  )}</div>`
}

function query(form: FormState, look: Look): string {
  const values = Object.entries(form.values).map(([name, value]): [string, string] => [name, [value].flat()[0] ?? ''])
  return new URLSearchParams([...values.filter(([, value]) => value !== ''), ['look', look]]).toString()
}
