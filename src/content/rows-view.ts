import { audienceFields } from '../audiences/fields.ts'
import { counted } from '../lib/counted.ts'
import { type Html, html } from '../lib/html.ts'
import { submit } from '../web/console/buttons.ts'
import { type Choice, type FormState, field, select, textarea, typed } from '../web/console/forms.ts'
import { type blockNames, textKey } from './blocks.ts'
import { folded } from './folded.ts'
import { type RowList, rowNumbers, textKeysIn } from './form-rows.ts'
import { type Line, linesOf } from './order.ts'

const words: Record<(typeof blockNames)[number], string> = {
  announcement: 'Announcement',
  state: 'The state in a sentence',
  incidents: 'Open incidents and notices',
  planned: 'Planned work',
  components: 'Components',
  uptime: 'Uptime, by itself',
  metrics: 'Metrics',
  past: 'The past 14 days',
  faq: 'Questions and answers',
  contact: 'Contact',
  social: 'Elsewhere',
  search: 'Search',
}

/** The front's blocks with a tick each, and buttons that move them. With script they can be dragged too. */
export function blockLines(form: FormState): Html {
  const lines = linesOf(form.values, textKeysIn(form.values))
  return html`<ol class="blocks" data-blocks>${lines.map((line, i) => blockLine(line, i, lines.length))}</ol>`
}

function blockLine({ block, shown }: Line, i: number, count: number): Html {
  const key = textKey(block)
  const name = key === null ? (new Map(Object.entries(words)).get(block) ?? block) : `Text “${key}”`
  const button = (way: 'up' | 'down', sign: string, off: boolean) =>
    html`<button type="submit" class="button small" name="move" value="${way}:${block}" aria-label="Move ${name} ${way}" formnovalidate${off && html` disabled`}>${sign}</button>`
  return html`<li data-block="${block}"><input type="hidden" name="order" value="${block}"><label><input type="checkbox" name="shown" value="${block}"${shown && html` checked`}><span>${name}</span></label><span class="moves">${button('up', '↑', i === 0)}${button('down', '↓', i === count - 1)}</span></li>`
}

/** The filled rows of a list and an empty one. */
function rows(
  form: FormState,
  audiences: readonly Choice[],
  list: RowList,
  row: (name: string) => Html,
  more: string,
): Html {
  const filled = rowNumbers(form.values, list)
  return html`${[...filled, (filled.at(-1) ?? -1) + 1].map((i) => html`<div class="entry">${row(`${list}.${i}`)}${whoSees(form, `${list}.${i}.audiences`, audiences)}${carry(form, `${list}.${i}.translations`)}</div>`)}<p>${submit(more, { look: 'plain', name: 'more', value: list })}</p>`
}

export const faqRows = (form: FormState, audiences: readonly Choice[]): Html =>
  folded(form, {
    legend: 'Questions and answers',
    holds: howMany(form, 'faq', 'question'),
    names: ['faq'],
    body: rows(
      form,
      audiences,
      'faq',
      (name) => html`${field(form, { name: `${name}.question`, label: 'Question', maxlength: 200 })}
${textarea(form, { name: `${name}.answer`, label: 'Answer', rows: 3, maxlength: 4000, help: 'Markdown. Empty both to remove them.' })}`,
      'Another question',
    ),
  })

export const contactRows = (form: FormState, audiences: readonly Choice[]): Html =>
  folded(form, {
    legend: 'Contact',
    holds: howMany(form, 'contacts', 'contact'),
    names: ['contacts'],
    body: rows(
      form,
      audiences,
      'contacts',
      (name) => html`${select(form, {
        name: `${name}.kind`,
        label: 'Kind',
        choices: [
          ['mail', 'Mail'],
          ['phone', 'Telephone'],
          ['link', 'Link'],
          ['address', 'Postal address'],
        ],
      })}
${field(form, { name: `${name}.label`, label: 'Words', maxlength: 80, help: 'What stands before it, or a link’s words.' })}
${textarea(form, { name: `${name}.value`, label: 'Address or number', rows: 1, maxlength: 2000 })}`,
      'Another contact',
    ),
  })

export const textRows = (form: FormState, audiences: readonly Choice[]): Html =>
  folded(form, {
    legend: 'Texts of your own',
    holds: howMany(form, 'texts', 'text'),
    names: ['texts'],
    body: rows(
      form,
      audiences,
      'texts',
      (
        name,
      ) => html`${field(form, { name: `${name}.key`, label: 'Short name', code: true, maxlength: 63, help: 'Lower-case letters, digits and hyphens. It stands in the list of blocks.' })}
${field(form, { name: `${name}.heading`, label: 'Heading', maxlength: 80, help: 'May be empty.' })}
${textarea(form, { name: `${name}.text`, label: 'Text', rows: 4, maxlength: 4000, help: 'Markdown.' })}`,
      'Another text',
    ),
  })

const howMany = (form: FormState, list: RowList, one: string) => {
  const { length } = rowNumbers(form.values, list)
  return length === 0 ? '' : counted(length, one)
}

/** Who may see one of the page's texts. */
export const whoSees = (form: FormState, name: string, choices: readonly Choice[]): Html =>
  audienceFields(form, {
    name,
    legend: 'Who may see it',
    nobody: 'everybody',
    help: 'Who may not see it finds no trace of it: not on the page, and not by search.',
    choices,
  })

/** What the form has no field for goes through it as it is. */
export const carry = (form: FormState, name: string): Html | null =>
  typed(form, name) === '' ? null : html`<input type="hidden" name="${name}" value="${typed(form, name)}">`
