import { otherWordsShown } from '../composer/other-words-view.ts'
import { counted } from '../lib/counted.ts'
import { type Html, html } from '../lib/html.ts'
import { renderMarkdown } from '../lib/markdown.ts'
import { phaseWord } from '../publishing/words.ts'
import type { Message } from '../rules/find.ts'
import { confirmation, linkButton, submit } from '../web/console/buttons.ts'
import { empty } from '../web/console/empty.ts'
import { type FormState, field, problemSummary, textarea } from '../web/console/forms.ts'
import { fileChip, managedNote } from '../web/console/marks.ts'
import { section } from '../web/console/section.ts'
import { table } from '../web/console/tables.ts'
import type { Example } from './example.ts'
import { type Others, otherWordsFields } from './other-words-view.ts'
import type { Use } from './used-by.ts'
import { documentedValues } from './values.ts'

export const addMessage = linkButton('Add a message', '/console/messages/new', 'primary')

export const messageList = (rows: readonly Message[], uses: ReadonlyMap<string, Use[]>, mayAdd: boolean): Html =>
  table({
    caption: 'Messages',
    columns: [{ label: 'Title', kind: 'main' }, { label: 'Key' }, { label: 'Used by', kind: 'aside' }],
    rows: rows.map((row) => ({
      href: `/console/messages/${row.id}`,
      cells: [
        html`${row.title}${row.managed_by && html` ${fileChip(row.managed_by)}`}`,
        html`<code>${row.key}</code>`,
        uses.has(row.id) ? counted(uses.get(row.id)?.length ?? 0, 'rule') : 'no rule',
      ],
    })),
    empty: empty({
      title: 'No messages yet',
      text: 'A message is what rules say to readers. Until there is one, they speak in plain words of ours.',
      action: mayAdd && addMessage,
    }),
  })

const labels = {
  key: 'Key',
  title: 'Title',
  investigating: 'When it begins',
  identified: 'When the cause is known',
  monitoring: 'While it is watched',
  resolved: 'When it is over',
}

/** The texts, with what they may speak of beside them and what readers would see. */
export function messageForm({
  form,
  to,
  message,
  uses,
  example,
  others,
  mayChange,
}: {
  form: FormState
  to: string
  message: Message | null
  uses: readonly Use[]
  example: Example
  others: Others
  mayChange: boolean
}): Html {
  const isFixed = !mayChange || Boolean(message?.managed_by)
  return html`${managedNote(message?.managed_by ?? null)}<div class="columns">
${
  isFixed
    ? html`<div>${texts(form)}</div>`
    : html`<form method="post" action="${to}" class="form" id="message" data-preview="${to}/preview" data-keep="${to}">
${problemSummary(form, { ...labels, texts: 'Other words for some readers' })}
${field(form, { name: 'key', label: labels.key, required: true, maxlength: 63, code: true, help: 'Rules and files name the message by it.' })}
${field(form, { name: 'title', label: labels.title, required: true, maxlength: 255, help: 'What happens to people, in a few words.' })}
${textarea(form, { name: 'investigating', label: labels.investigating, required: true, rows: 5, help: 'What happens to you, what still works, what we do, when you hear again.' })}
${textarea(form, { name: 'resolved', label: labels.resolved, rows: 3, help: 'Empty: plain words of ours.' })}
<details${(form.values.identified || form.values.monitoring) && html` open`}><summary>Phases in between</summary><div class="stack">
${textarea(form, { name: 'identified', label: labels.identified, rows: 3, help: 'For people who post by hand.' })}
${textarea(form, { name: 'monitoring', label: labels.monitoring, rows: 3, help: 'When a problem keeps coming back, and is watched before it is called solved.' })}
</div></details>
${otherWordsFields(form, others)}
<div class="actions">${submit(message ? 'Save' : 'Add this message')}${submit('Show the example', { look: 'plain', to: `${to}/preview` })}${linkButton('Cancel', '/console/messages', 'quiet')}</div>
</form>`
}
<aside class="stack">${examplePart(example)}${valuesPart()}</aside></div>
${message && usedBy(message, uses)}
${message && !isFixed && removal(message, uses)}`
}

/** What readers would see. The island replaces it while one types. */
export const examplePart = ({ title, posts, alert }: Example): Html =>
  html`<section class="sample" id="preview" aria-label="Example"><div class="sample-post"><h2 dir="auto">${title}</h2>${posts.map(
    ({ phase, body, ...others }) =>
      html`<p class="post-head"><strong>${phaseWord[phase]}</strong></p><div class="prose" dir="auto">${renderMarkdown(body)}</div>${otherWordsShown(others)}`,
  )}</div><p class="quiet-text">${alert === null ? 'With the values of an invented alert.' : html`With the values of the last alert: ${alert}.`}</p></section>`

const valuesPart = (): Html =>
  section(
    'What a text may speak of',
    html`<dl class="values">${Object.entries(documentedValues).map(
      ([path, words]) => html`<div><dt><code>{{${path}}}</code></dt><dd>${words}</dd></div>`,
    )}</dl>`,
  )

const texts = (form: FormState): Html =>
  html`<dl class="values">${Object.entries(labels).map(([name, label]) => {
    const value = [form.values[name] ?? ''].flat()[0]
    return value ? html`<div><dt>${label}</dt><dd>${value}</dd></div>` : null
  })}</dl>`

const usedBy = (message: Message, uses: readonly Use[]): Html =>
  section(
    'Who speaks with it',
    uses.length === 0
      ? html`<p class="quiet-text">No rule does yet. Choose “${message.key}” in a rule.</p>`
      : html`<ul class="plain-list">${uses.map(({ id, name }) => html`<li><a href="/console/rules/${id}">${name}</a></li>`)}</ul>`,
  )

const removal = (message: Message, uses: readonly Use[]): Html =>
  section(
    'Remove it',
    uses.length > 0
      ? html`<p class="quiet-text">It cannot be removed while ${counted(uses.length, 'rule')} ${uses.length === 1 ? 'speaks' : 'speak'} with it.</p>`
      : html`<div class="actions">${confirmation({
          id: 'remove',
          label: 'Remove it',
          title: `Remove the message “${message.key}”?`,
          text: 'No rule uses it. What was posted with it stays as it is. This cannot be undone.',
          to: `/console/messages/${message.id}/remove`,
          button: 'Remove the message',
        })}</div>`,
  )
