import { type Html, html } from '../lib/html.ts'
import type { Example } from '../messages/example.ts'
import { examplePart } from '../messages/view.ts'
import { statusWord } from '../publishing/words.ts'
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
import { labelRows, options } from './fields.ts'
import { modeChoices } from './words.ts'

export type RuleForm = {
  form: FormState
  to: string
  isNew: boolean
  /** Keys of the sources. */
  sources: readonly string[]
  components: readonly Choice[]
  pages: readonly Choice[]
  messages: readonly Choice[]
  example: Example
}

const statuses: readonly Choice[] = (
  ['degraded_performance', 'partial_outage', 'major_outage', 'under_maintenance'] as const
).map((status) => [status, statusWord[status]])

export const labels: Record<string, string> = {
  name: 'Name',
  'match.title': 'Title',
  'match.source': 'Source',
  'match.severity': 'Severity',
  'match.summary': 'Summary',
  'match.key': 'Key',
  'match.kind': 'Kind of source',
  component: 'Component',
  page: 'Page',
  status: 'Its status meanwhile',
  message: 'Message',
  mode: 'Post',
  for: 'Wait for',
  nextUpdateEvery: 'Promise an update every',
  flapWindow: 'Same incident when it comes back within',
}

/** Which alerts a rule takes, and what it does with them. */
export const ruleForm = (it: RuleForm): Html => {
  const { form, to, isNew, components, pages, messages } = it
  return html`<div class="columns"><form method="post" action="${to}" class="form" id="rule" data-preview="${to}/preview" data-keep="${to}">
${problemSummary(form, labels)}
${field(form, { name: 'name', label: 'Name', required: true, maxlength: 200, help: 'What people call it: “API latency, US”.' })}
${matchFields(it)}
${fieldset('What it concerns', [
  select(form, { name: 'component', label: 'Component', choices: [['', 'None: the page as a whole'], ...components] }),
  select(form, { name: 'status', label: labels.status!, choices: statuses }),
  ...(pages.length > 1
    ? [
        select(form, {
          name: 'page',
          label: 'Page',
          choices: [['', 'None'], ...pages],
          help: 'Where it posts when it names no component.',
        }),
      ]
    : [html`<input type="hidden" name="page" value="${pages[0]?.[0] ?? ''}">`]),
])}
${fieldset('What it says, and when', [
  select(form, { name: 'message', label: 'Message', choices: [['', 'Plain words of ours'], ...messages] }),
  choice(form, { name: 'mode', label: 'Post', choices: modeChoices }),
  field(form, {
    name: 'for',
    label: 'Wait for',
    code: true,
    maxlength: 20,
    help: 'With “After a wait”: a recovery within this time cancels the post, and nobody hears of it. Such as 5m.',
  }),
  field(form, {
    name: 'nextUpdateEvery',
    label: 'Promise an update every',
    code: true,
    maxlength: 20,
    help: 'Such as 30m; it fills {{nextUpdateAt}}. Empty: no promise.',
  }),
  field(form, {
    name: 'flapWindow',
    label: labels.flapWindow!,
    code: true,
    maxlength: 20,
    help: 'Such as 10m. 0s: every firing opens one of its own.',
  }),
])}
<div class="actions">${submit(isNew ? 'Add this rule' : 'Save')}${submit('Show the example', { look: 'plain', to: `${to}/preview` })}${linkButton('Cancel', isNew ? '/console/rules' : to.replace(/\/edit$/, ''), 'quiet')}</div>
</form>
<aside class="stack">${examplePart(it.example)}<p class="quiet-text">Each pattern is a text with * and ?, or a /regular expression/. Letter case never counts. One of several is enough; every field that you fill in must match.</p></aside></div>`
}

function matchFields({ form, sources }: RuleForm): Html {
  const more = ['summary', 'key', 'kind'].some((name) => typed(form, `match.${name}`))
  return fieldset('Which alerts it takes', [
    textarea(form, {
      name: 'match.title',
      label: 'Title',
      rows: 2,
      code: true,
      placeholder: '*latency*',
      help: 'One pattern a line. Empty: any title.',
    }),
    ticks(form, 'source', 'Source', options('source', form.values, sources), 'None ticked: any source.'),
    ticks(
      form,
      'severity',
      'Severity',
      options('severity', form.values, sources),
      'None ticked: any severity, also none.',
    ),
    html`<div class="stack"><p class="legend">Labels</p>${Array.from({ length: labelRows(form.values) }, (_, i) => labelRow(form, i))}</div>`,
    html`<details${more && html` open`}><summary>Match by summary, key or kind</summary><div class="stack">
${textarea(form, { name: 'match.summary', label: 'Summary', rows: 2, code: true })}
${textarea(form, { name: 'match.key', label: 'Key', rows: 2, code: true })}
${textarea(form, { name: 'match.kind', label: 'Kind of source', rows: 2, code: true, placeholder: 'alertmanager' })}</div></details>`,
  ])
}

const labelRow = (form: FormState, i: number): Html =>
  html`<div class="pair">${field(form, { name: `label.${i}.name`, label: `Label ${i + 1}`, code: true, maxlength: 200 })}${textarea(form, { name: `label.${i}.pattern`, label: `Label ${i + 1} is`, rows: 1, code: true })}</div>`

function ticks(form: FormState, name: string, label: string, values: readonly string[], help: string): Html {
  const wrong = form.problems.filter(({ pointer }) => pointer === `/match.${name}`).map(({ detail }) => detail)
  return html`<fieldset class="choice" id="f-match.${name}"><legend>${label}</legend><div class="picks">${
    values.length === 0
      ? html`<p class="quiet-text">There is none yet.</p>`
      : values.map((value) => checkbox(form, { name: `match.${name}`, label: value, value }))
  }</div>${wrong.length > 0 && html`<p class="error">${wrong.join(' ')}</p>`}<p class="help">${help}</p></fieldset>`
}
