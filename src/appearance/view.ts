import { type Html, html } from '../lib/html.ts'
import type { Page } from '../pages/find.ts'
import type { Upload } from '../uploads/find.ts'
import { linkButton, submit } from '../web/console/buttons.ts'
import {
  type Choice,
  checkbox,
  choice,
  type FormState,
  field,
  fieldset,
  problemSummary,
  select,
  textarea,
  typed,
} from '../web/console/forms.ts'
import { managedNote } from '../web/console/marks.ts'
import { bundledFonts, bundledKeys } from './fonts.ts'
import { type PresetKey, plainPreset, presetKeys, presetOf, presets } from './presets/index.ts'
import { colourNames, type Look, largestRadius, looks } from './schema.ts'

/** The form, and beside it the page as it would be, by day and in the dark. */
export function appearanceForm({
  form,
  to,
  page,
  isShown,
  mayChange,
  files,
}: {
  form: FormState
  to: string
  page: Page
  /** Whether what was typed can be shown as it is. */
  isShown: boolean
  mayChange: boolean
  files: readonly Upload[]
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
${filesFields(form, files, page)}
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
  font: 'Font',
  'logo.light': 'Logo',
  'logo.dark': 'Logo in the dark',
  'logo.alt': 'What the logo says',
  'favicon.file': 'Icon of the tab',
  'cover.file': 'Cover',
  'cover.alt': 'What the cover shows',
  ...Object.fromEntries(
    looks.flatMap((look) =>
      colourNames.map((name) => [`${look}.${name}`, `${words[name]}, ${look === 'light' ? 'by day' : 'in the dark'}`]),
    ),
  ),
}

/** What is shown of the page's files. */
function filesFields(form: FormState, files: readonly Upload[], page: Page): Html {
  const of = (kind: Upload['kind'], none: string, fits = (_: Upload) => true): Choice[] => [
    ['', none],
    ...files.filter((file) => file.kind === kind && fits(file)).map(({ name }): Choice => [name, name]),
  ]
  const fonts: Choice[] = [
    ...of('font', 'The preset’s').slice(0, 1),
    ...bundledKeys.map((key): Choice => [key, bundledFonts[key].name]),
    ...of('font', '').slice(1),
  ]
  const pictures = of('image', 'None')
  return fieldset(
    'Pictures and font',
    html`<p class="help">Upload them under <a href="/console/settings/pages/${page.id}/files">Pictures and fonts</a>; your own CSS and HTML are under <a href="/console/settings/pages/${page.id}/appearance/code">CSS and HTML</a>.</p>
${select(form, { name: 'font', label: 'Font', choices: fonts, help: 'One file of 15 to 50 KB more for each reader, once.' })}
${select(form, { name: 'logo.light', label: 'Logo', choices: pictures, help: 'In the place of the page’s name, 36 pixels high.' })}
${select(form, { name: 'logo.dark', label: 'Logo in the dark', choices: of('image', 'The same') })}
${field(form, { name: 'logo.alt', label: 'What the logo says', maxlength: 120, placeholder: page.name })}
${select(form, { name: 'favicon.file', label: 'Icon of the tab', choices: of('image', 'The mark of the state', (file) => file.has_icon), help: 'A square picture.' })}
${checkbox(form, { name: 'favicon.state', label: 'With the mark of the state in its corner' })}
${select(form, { name: 'cover.file', label: 'Cover', choices: pictures, help: 'A wide picture above the front page. No text stands on it.' })}
${field(form, { name: 'cover.alt', label: 'What the cover shows', maxlength: 200, help: 'Empty where it is only there to look nice.' })}`,
  )
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
