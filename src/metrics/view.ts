import { audienceFields } from '../audiences/fields.ts'
import { type Html, html } from '../lib/html.ts'
import type { Page } from '../pages/find.ts'
import { translationFields } from '../pages/translation-fields.ts'
import { confirmation, linkButton, submit } from '../web/console/buttons.ts'
import { codeBlock } from '../web/console/code.ts'
import { empty } from '../web/console/empty.ts'
import { type Choice, type FormState, field, problemSummary, textarea } from '../web/console/forms.ts'
import { fileChip, managedNote } from '../web/console/marks.ts'
import { section } from '../web/console/section.ts'
import type { Metric } from './find.ts'

export const addMetric = (base: string): Html => linkButton('Add a metric', `${base}/new`, 'primary')

/** The metrics in their order, and how the page shows them. `isShown`: the page has the block. */
export function listView(
  base: string,
  { rows, isShown, mayChange }: { rows: readonly Metric[]; isShown: boolean; mayChange: boolean },
): Html {
  if (rows.length === 0)
    return empty({
      title: 'No metrics yet',
      text: 'A metric is a figure that you feed in, such as the response time of your API. The page draws it as a chart.',
      action: mayChange && addMetric(base),
    })
  return html`${!isShown && html`<p>The page does not show them yet: tick “Metrics” among the blocks of <a href="${base.replace(/metrics$/, 'content')}">what it holds</a>.</p>`}
<ul class="tree">${rows.map(
    (row, at) =>
      html`<li class="depth-0"><span><a class="tree-name" href="${base}/${row.id}"><bdi>${row.name}</bdi></a> <code>${row.key}</code>${row.managed_by && html` ${fileChip(row.managed_by)}`}</span>${mayChange && row.managed_by === null && arrows(base, row, at, rows.length)}</li>`,
  )}</ul>
${section('As the page shows them', html`<div class="frames"><figure><figcaption>With the points of this moment</figcaption><iframe title="The metrics of the page" src="${base}/preview" sandbox></iframe></figure></div>`)}`
}

function arrows(base: string, row: Metric, at: number, count: number): Html {
  const arrow = (way: 'up' | 'down', sign: string) =>
    html`<button type="submit" class="button small ${way}" name="way" value="${way}"><span class="sr">Move <bdi>${row.name}</bdi> ${way}</span><span aria-hidden="true">${sign}</span></button>`
  return html`<form method="post" action="${base}/${row.id}/move" class="order">${at > 0 && arrow('up', '↑')}${at < count - 1 && arrow('down', '↓')}</form>`
}

const labels = {
  name: 'Name',
  key: 'Key',
  description: 'Description',
  unit: 'Unit',
  decimals: 'Decimal places',
  minimum: 'The axis begins at',
  maximum: 'The axis ends at',
  audiences: 'Who may see it',
}

export type MetricScreen = {
  form: FormState
  base: string
  page: Page
  /** Null: a new one. */
  metric: Metric | null
  audiences: readonly Choice[]
  /** Where points are sent to. */
  url: string
  mayChange: boolean
}

/** One metric: the line that feeds it, and what can be set. */
export const metricView = (screen: MetricScreen): Html => {
  const { base, metric, url, mayChange } = screen
  return html`${managedNote(metric?.managed_by ?? null)}${
    metric &&
    section(
      'Feed it',
      html`<p class="quiet-text">With a <a href="/console/settings/tokens">token</a> of the role editor, once a minute or as often as you have a value: one value a minute is kept, and up to 3,000 go into one call. A point can carry its time: <code>{"at": "2026-11-22T10:42:00Z", "value": 187}</code>.</p>${codeBlock(curlLine(url, metric), 'A line for a shell')}`,
    )
  }${metric ? section('Its settings', settings(screen)) : settings(screen)}
${metric && mayChange && removal(base, metric)}`
}

const settings = ({ form, base, page, metric, audiences, mayChange }: MetricScreen): Html =>
  html`<form method="post" action="${base}/${metric?.id ?? 'new'}" class="form" data-keep="${base}/${metric?.id ?? 'new'}"><fieldset class="plain"${!mayChange && html` disabled`}>
${problemSummary(form, labels)}
${field(form, { name: 'name', label: labels.name, required: true, maxlength: 100, help: 'As readers call it.' })}
${!metric && field(form, { name: 'key', label: labels.key, required: true, maxlength: 63, code: true, placeholder: 'api-response-time', help: 'For the address that points are sent to. It stays.' })}
${textarea(form, { name: 'description', label: labels.description, rows: 2, maxlength: 500, help: 'One sentence on the page: what is measured, and where.' })}
${translationFields(form, page, [
  { name: 'name', label: 'Name', maxlength: 100 },
  { name: 'description', label: 'Description', maxlength: 500, rows: 2 },
])}
${field(form, { name: 'unit', label: labels.unit, maxlength: 20, placeholder: 'ms', help: 'Behind each value.' })}
${field(form, { name: 'decimals', label: labels.decimals, type: 'number', help: 'From 0 to 6.' })}
${field(form, { name: 'minimum', label: labels.minimum, code: true, help: 'Empty: as the values are.' })}
${field(form, { name: 'maximum', label: labels.maximum, code: true, help: 'Empty: as the values are.' })}
${audienceFields(form, {
  legend: labels.audiences,
  nobody: 'everybody',
  help: 'Who may not see it finds no trace of it.',
  choices: audiences,
})}
${mayChange && html`<div class="actions">${submit(metric ? 'Save' : 'Add this metric')}${linkButton('Cancel', base, 'quiet')}</div>`}
</fieldset></form>`

/** A line for a shell that sends one point. */
const curlLine = (url: string, { id }: Metric): string =>
  `curl -H 'Authorization: Bearer YOUR_TOKEN' -H 'Content-Type: application/json' -d '{"points": [{"value": 187}]}' '${url}/api/v1/metrics/${id}/points'`

const removal = (base: string, { id, name }: Metric): Html =>
  section(
    'Remove it',
    html`<div class="actions">${confirmation({
      id: 'remove',
      label: 'Remove it',
      title: `Remove “${name}”?`,
      text: 'Its chart leaves the page, and all its points are gone. This cannot be undone.',
      to: `${base}/${id}/remove`,
      button: 'Remove the metric',
    })}</div>`,
  )
