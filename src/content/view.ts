import { fitted } from '../channels/fit.ts'
import { counted } from '../lib/counted.ts'
import { type Html, html } from '../lib/html.ts'
import type { Page } from '../pages/find.ts'
import { linkButton, submit } from '../web/console/buttons.ts'
import {
  type Choice,
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
import { folded } from './folded.ts'
import { analyticsKeys, chatKeys, providerOf } from './providers/index.ts'
import { blockLines, carry, contactRows, faqRows, textRows, whoSees } from './rows-view.ts'
import { social, socialKinds } from './social.ts'

/** The form, and beside it the page as it would be. */
export function contentForm({
  form,
  to,
  page,
  audiences,
  readers,
  mayChange,
}: {
  form: FormState
  to: string
  page: Page
  audiences: readonly Choice[]
  /** As whom the page can be seen. */
  readers: readonly Choice[]
  mayChange: boolean
}): Html {
  return html`${managedNote(page.managed_by)}
<div class="looks">
<form method="post" action="${to}" class="form" id="content" data-content>
${problemSummary(form, labels)}
${mayChange && html`<button type="submit" hidden>Save</button>`}
${fieldset('The front, from top to bottom', html`${blockLines(form)}<p class="help" id="f-order">What is ticked is shown, where there is something to show. Drag a line, or use its arrows.</p>`)}
<div class="seldom">${components(form)}
${headAndFoot(form)}
${announcement(form, page.time_zone, audiences)}
${faqRows(form, audiences)}
${contactRows(form, audiences)}
${elsewhere(form)}
${textRows(form, audiences)}
${others(form)}</div>
<div class="actions">${mayChange && submit('Save')}<button type="submit" class="button" formaction="${to}/preview" formtarget="content-preview" formnovalidate data-preview-button>Preview</button>${linkButton('Cancel', `/console/settings/pages/${page.id}`, 'quiet')}</div>
</form>
<div class="frames"><figure><figcaption class="starter-row"><div class="field"><label for="as">The page as it would be, seen by</label><select id="as" name="as" form="content" autocomplete="off" data-seen-by>${readers.map(
    ([value, name]) => html`<option value="${value}">${name}</option>`,
  )}</select></div><button type="submit" class="button" form="content" formaction="${to}/preview" formtarget="content-preview" formnovalidate>Show</button></figcaption><iframe name="content-preview" title="The page as it would be" src="${to}/preview" sandbox></iframe></figure></div>
</div>`
}

const labels: Record<string, string> = {
  order: 'The front',
  matrix: 'Matrix',
  'matrix.rows': 'Rows',
  'matrix.columns': 'Columns',
  header: 'Text below the name',
  footerLinks: 'Links in the foot',
  'announcement.text': 'Announcement',
  'announcement.from': 'Shown from',
  'announcement.until': 'Shown until',
  faq: 'Questions and answers',
  contacts: 'Contact',
  social: 'Elsewhere',
  texts: 'Texts of your own',
  'chat.id': 'Identifier of the chat',
  ...Object.fromEntries(
    analyticsKeys.flatMap((key) => [
      [`analytics.${key}.id`, `${providerOf(key).name}, ${providerOf(key).id.label}`],
      [`analytics.${key}.host`, `${providerOf(key).name}, address`],
    ]),
  ),
}

const components = (form: FormState): Html =>
  folded(form, {
    legend: 'Components',
    holds: views.find(([view]) => view === typed(form, 'view'))?.[1] ?? '',
    names: ['view', 'matrix'],
    body: html`${choice(form, { name: 'view', label: 'View', choices: views })}
${field(form, { name: 'matrix.rows', label: 'Rows of the matrix', maxlength: 60, code: true, placeholder: 'product', help: 'A tag of your components: each of its values is a row.' })}
${field(form, { name: 'matrix.columns', label: 'Columns of the matrix', maxlength: 60, code: true, placeholder: 'region', help: 'Another tag. Components without both stand below.' })}`,
  })

const views: Choice[] = [
  ['tree', 'Tree'],
  ['flat', 'Flat list'],
  ['matrix', 'Matrix'],
]

const headAndFoot = (form: FormState): Html =>
  folded(form, {
    legend: 'Head and foot',
    holds: [typed(form, 'header') && 'a text', countLines(form, 'footerLinks', 'link')].filter(Boolean).join(', '),
    names: ['header', 'footerLinks'],
    body: html`${textarea(form, { name: 'header', label: 'Text below the name', rows: 2, maxlength: 300, help: 'Markdown, at most 300 characters.' })}
${textarea(form, { name: 'footerLinks', label: 'Links in the foot', rows: 3, code: true, placeholder: 'Privacy https://acme.example/privacy', help: 'One a line: its words, then its address. At most twelve.' })}`,
  })

const countLines = (form: FormState, name: string, one: string, several?: string): string => {
  const { length } = typed(form, name)
    .split('\n')
    .filter((line) => line.trim() !== '')
  return length === 0 ? '' : counted(length, one, several)
}

const announcement = (form: FormState, zone: string, audiences: readonly Choice[]): Html =>
  folded(form, {
    legend: 'Announcement',
    holds: fitted(typed(form, 'announcement.text'), 60),
    names: ['announcement'],
    body: html`${textarea(form, { name: 'announcement.text', label: 'Text', rows: 3, maxlength: 2000, help: 'Markdown. For news that is no incident.' })}${carry(form, 'announcement.translations')}
${field(form, { name: 'announcement.from', label: 'Shown from', type: 'datetime-local', help: `In ${zone.replaceAll('_', ' ')}. Empty: at once.` })}
${field(form, { name: 'announcement.until', label: 'Shown until', type: 'datetime-local', help: 'Empty: until you take it away.' })}
${whoSees(form, 'announcement.audiences', audiences)}`,
  })

const elsewhere = (form: FormState): Html =>
  folded(form, {
    legend: 'Elsewhere',
    holds: countLines(form, 'social', 'address', 'addresses'),
    names: ['social'],
    body: html`${textarea(form, { name: 'social', label: 'Addresses', rows: 3, code: true, placeholder: social.mastodon.example, help: `One a line, of ${new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(socialKinds.map((kind) => social[kind].name))}.` })}`,
  })

/** Chat and counting: scripts of others, which load when the reader wants them. */
const others = (form: FormState): Html =>
  html`${folded(form, {
    legend: 'Live chat',
    holds: chatKeys
      .filter((key) => key === typed(form, 'chat.provider'))
      .map((key) => providerOf(key).name)
      .join(),
    names: ['chat'],
    body: html`${select(form, { name: 'chat.provider', label: 'Provider', choices: [['', 'None'], ...chatKeys.map((key): [string, string] => [key, providerOf(key).name])], help: 'It loads when a reader presses “Chat with us”, and not before.' })}
${field(form, { name: 'chat.id', label: 'Identifier', code: true, maxlength: 300, help: html`${chatKeys.map((key) => html`<span class="preset-words"><strong>${providerOf(key).name}</strong>: ${providerOf(key).id.label}, such as ${providerOf(key).id.example}</span>`)}` })}`,
  })}
${folded(form, {
  legend: 'Counting of visits',
  holds: analyticsKeys
    .filter((key) => typed(form, `analytics.${key}.id`) !== '')
    .map((key) => providerOf(key).name)
    .join(', '),
  names: ['analytics', 'consent'],
  body: html`${choice(form, {
    name: 'consent',
    label: 'Begins',
    choices: [
      ['ask', 'When the reader agrees'],
      ['cookieless', 'At once, where nothing is kept in the browser'],
    ],
    help: 'What keeps something in the browser always asks. Whether the rest may count without asking is for your lawyers to say.',
  })}
${analyticsKeys.map((key) => {
  const { name, id, host } = providerOf(key)
  return html`${field(form, { name: `analytics.${key}.id`, label: `${name}: ${id.label}`, code: true, maxlength: 300, placeholder: id.example })}${host !== undefined && field(form, { name: `analytics.${key}.host`, label: `${name}: address`, code: true, maxlength: 300, placeholder: host ?? 'https://matomo.acme.example', help: host ? 'Empty: the vendor’s own.' : 'Where it runs.' })}`
})}`,
})}`
