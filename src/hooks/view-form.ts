import { alertState } from '../alerts/words.ts'
import { type Html, html } from '../lib/html.ts'
import { sourceOf } from '../sources/index.ts'
import type { ParsedAlert } from '../sources/source.ts'
import { linkButton, submit } from '../web/console/buttons.ts'
import { facts } from '../web/console/code.ts'
import { type FormState, field, problemSummary, textarea } from '../web/console/forms.ts'
import { chip } from '../web/console/marks.ts'
import { section } from '../web/console/section.ts'
import { settingInputs } from '../web/console/setting-inputs.ts'
import { type Clock, moment } from '../web/console/times.ts'
import { fieldName, settingFields, settingPrefix } from './settings-fields.ts'
import type { Tried } from './try.ts'

/** The form of a source, new or there already, with a box that shows what a payload becomes. */
export function sourceForm({
  kind,
  form,
  to,
  isNew,
  secrets = {},
  tried,
  clock,
}: {
  kind: string
  form: FormState
  to: string
  isNew: boolean
  /** The ends of secrets that are set. */
  secrets?: Record<string, string>
  tried: Tried | null
  clock: Clock
}): Html {
  const labels = Object.fromEntries(settingFields(kind).map(({ name, label }) => [fieldName(name), label]))
  const tryAt = `${to.replace(/\/edit$/, '')}/try`
  return html`<form method="post" action="${to}" class="form" id="source" data-preview="${tryAt}">
${problemSummary(form, { ...labels, name: 'Name', key: 'Key', silentAfter: 'Silent after' })}
${field(form, { name: 'name', label: 'Name', required: true, maxlength: 100, help: 'For people: what this is called in the console.' })}
${isNew && field(form, { name: 'key', label: 'Key', required: true, maxlength: 63, code: true, help: 'For rules and files: they name the source by it. It stays.' })}
${settingInputs(form, `What ${sourceOf(kind)?.name ?? kind} needs`, settingFields(kind), settingPrefix, secrets)}
${field(form, { name: 'silentAfter', label: 'Silent after', maxlength: 20, code: true, placeholder: 'learned from its past', help: 'Without a message for so long, such as 2h or 1d, it counts as silent. Empty: Upfront learns what is usual.' })}
<div class="actions">${submit(isNew ? 'Add this source' : 'Save')}${linkButton('Cancel', to.replace(/\/(new\/.*|edit)$/, ''), 'quiet')}</div>
${section(
  'Try a payload',
  html`<div class="stack"><p class="quiet-text">Shows what a message becomes with the settings above. Nothing is saved, posted or sent.</p>
${textarea(form, { name: 'payload', label: 'A message', rows: 10, code: true })}
<div class="actions">${submit('Test', { look: 'plain', to: tryAt })}</div></div>`,
  { id: 'try' },
)}
<div id="preview" aria-live="polite">${tried && outcome(tried, clock)}</div>
</form>`
}

function outcome(tried: Tried, clock: Clock): Html {
  if (!tried.ok)
    return html`<div class="problems" role="alert"><p>It could not be understood: ${tried.detail}.</p><ul>${tried.problems.map(({ pointer, detail }) => html`<li>${pointer && html`<code>${pointer}</code>: `}${detail}</li>`)}</ul></div>`
  if (tried.alerts.length === 0)
    return html`<p class="note" role="status">${tried.note ?? 'There is no alert in it.'}</p>`
  return html`<div role="status"><p class="quiet-text">It becomes ${tried.alerts.length === 1 ? 'one alert' : `${tried.alerts.length} alerts`}.</p>${tried.alerts.slice(0, 50).map((alert) => parsedCard(alert, clock))}</div>`
}

const parsedCard = (alert: ParsedAlert, clock: Clock): Html =>
  html`<article class="card"><div class="card-head"><h3>${alert.title}</h3>${alertState(alert.state)}</div>${facts([
    ['Key', html`<code>${alert.key}</code>`],
    ['Severity', alert.severity],
    ['Summary', alert.summary],
    [
      'Labels',
      Object.keys(alert.labels).length > 0 &&
        html`<span class="chips">${Object.entries(alert.labels).map(([name, value]) => chip(html`${name}: ${value}`))}</span>`,
    ],
    ['Link', alert.url],
    ['Began', alert.startedAt && moment(alert.startedAt, clock)],
    ['Ended', alert.endedAt && moment(alert.endedAt, clock)],
    ['Occurrence', alert.occurrence && html`<code>${alert.occurrence}</code>`],
  ])}</article>`
