import { audienceFields, everyone, whoSees } from '../audiences/fields.ts'
import type { Component } from '../components/find.ts'
import type { ComponentStatus } from '../components/status.ts'
import type { Post } from '../incidents/details.ts'
import { byWhom, incidentStatuses, limits, maintenanceStatuses } from '../incidents/words.ts'
import { type Html, html } from '../lib/html.ts'
import { renderMarkdown } from '../lib/markdown.ts'
import type { Page } from '../pages/find.ts'
import { translationFields } from '../pages/translation-fields.ts'
import type { IncidentStatus } from '../publishing/snapshot.ts'
import { phaseWord } from '../publishing/words.ts'
import { submit } from '../web/console/buttons.ts'
import {
  type Choice,
  checkbox,
  choice,
  type FormState,
  field,
  problemSummary,
  select,
  textarea,
} from '../web/console/forms.ts'
import { ago, type Clock } from '../web/console/times.ts'
import { componentFields } from './component-fields.ts'
import { promises } from './fields.ts'
import { postLabel, preview, tells } from './preview.ts'
import type { Sketch } from './sketch.ts'
import { narrowing } from './tell-only.ts'
import { otherWords } from './texts.ts'

export type Composer = {
  form: FormState
  sketch: Sketch
  /** Where the post goes, and where its preview comes from. */
  action: string
  previewAt: string
  /** The page's id, for an incident that is not open yet. */
  page: string | null
  components: readonly Component[]
  affected: ReadonlyMap<string, ComponentStatus>
  messages: readonly Choice[]
  audiences: readonly Choice[]
  /** Labels that subscribers carry. */
  labels: readonly string[]
  /** The newest post that is shown beside it; null before the first. */
  after: string | null
  /** What others posted while this was written, newest first. */
  meanwhile: readonly Post[]
  clock: Clock
  /** Whose languages a text can have translations in. */
  languages: Pick<Page, 'language' | 'languages'>
}

/** Where a post is written: text on the left, on the right what each audience will see, then who is told, then the button. */
export const composer = (it: Composer): Html => {
  const { form, sketch, action, previewAt } = it
  const says = sketch.kind === 'notice' ? helps.notice : helps.incident
  return html`<form class="composer" id="compose" method="post" action="${action}" data-preview="${previewAt}" data-keep="${action}${sketch.id === null && sketch.kind === 'notice' && ' notice'}">
<button type="submit" class="sr" tabindex="-1" aria-hidden="true" formaction="${previewAt}" formnovalidate>Preview</button>
<div class="compose-fields">
${problemSummary(form, { title: 'Title', body: 'Text', status: 'Phase', next: 'Next update', components: 'Components', audiences: 'Who may see this', short: 'Short form', texts: 'Other words', tellOnly: 'Tell only some', labels: 'Tell only some' })}
${postedMeanwhile(it)}
${it.page !== null && html`<input type="hidden" name="page" value="${it.page}"><input type="hidden" name="kind" value="${sketch.kind}">`}
${it.after !== null && html`<input type="hidden" name="after" value="${it.after}">`}${sketch.anyway && html`<input type="hidden" name="anyway" value="1">`}
${sketch.id === null && field(form, { name: 'title', label: 'Title', required: true, maxlength: 255, help: says.title })}
${sketch.id !== null && phase(it)}
${textarea(form, { name: 'body', label: 'Text', required: true, rows: 6, maxlength: 25000, help: says.body })}
${it.messages.length > 0 && starter(it)}
${sketch.id === null && phase(it)}
${sketch.kind !== 'notice' && componentFields(form, it.components, it.affected, sketch.over)}
${sketch.kind === 'incident' && choice(form, { name: 'next', label: 'Next update promised in', choices: promises })}
${checkbox(form, { name: 'notify', label: 'Tell the people who follow this' })}
<div class="seldom">${translationFields(form, it.languages, sketch.id === null ? [titlePart, bodyPart] : [bodyPart])}
${otherWords(form, it.audiences, it.languages)}
${audienceFields(form, sketch.id === null ? { ...whoSees, choices: [everyone, ...it.audiences] } : { ...forPost, choices: it.audiences })}
${narrowing(form, it)}</div>
</div>
<div class="compose-preview">${preview(sketch)}</div>
<div class="compose-foot">${tells(sketch)}<div class="actions"><button type="submit" class="button preview-button" formaction="${previewAt}" formnovalidate>Preview</button><button type="submit" class="button plain" name="reach" value="1" formaction="${previewAt}" formnovalidate>Who exactly?</button><button type="submit" class="button primary" data-posts="compose">${postLabel(sketch)}</button></div></div>
</form>`
}

/** A first post is nearly always about something that nobody understands yet: its phase comes after what it says. */
const phase = ({ form, sketch }: Composer): Html =>
  sketch.kind === 'notice'
    ? html`<input type="hidden" name="status" value="posted">`
    : choice(form, { name: 'status', label: 'Phase', choices: phases(sketch) })

export const titlePart = { name: 'title', label: 'Title', maxlength: limits.title }
export const bodyPart = { name: 'body', label: 'Text', maxlength: 25_000, rows: 4 }

const forPost = {
  legend: 'Who may see this post',
  nobody: 'everybody who sees the incident',
  help: 'A post for some keeps the phase and changes nothing else: the others see no trace of it.',
}

const helps = {
  incident: {
    title: 'What happens to people, in a few words: “Card payments fail for some customers”.',
    body: 'What happens to you, since when, what still works, what we do. Markdown works.',
  },
  notice: {
    title: 'What people should know, in a few words: “Our addresses for webhooks change on 1 March”.',
    body: 'What is new, whom it concerns, what to do and until when. Markdown works.',
  },
}

/** What the writer has not seen stands above what they wrote: a post on top of it is then meant. */
const postedMeanwhile = ({ meanwhile, clock }: Composer): Html | false =>
  meanwhile.length > 0 &&
  html`<section class="meanwhile" aria-label="Posted meanwhile"><p><strong>Posted while you wrote.</strong> Readers have it already. Change your text, or post it anyway.</p><ol class="posts">${meanwhile.map(
    (post) =>
      html`<li><p class="post-head"><strong>${phaseWord[post.status as IncidentStatus]}</strong> <span class="quiet-text">${ago(post.created_at, clock)} · ${byWhom(post)}</span></p><div class="prose" dir="auto">${renderMarkdown(post.body)}</div></li>`,
  )}</ol></section>`

const starter = ({ form, messages, previewAt }: Composer): Html =>
  html`<details class="starter"><summary>Start from a message</summary><div class="starter-row">${select(form, { name: 'message', label: 'Message', choices: messages })}${submit('Put it into the text', { look: 'plain', name: 'insert', value: '1', to: previewAt })}</div></details>`

function phases({ kind, id }: Sketch): Choice[] {
  const all: readonly IncidentStatus[] = kind === 'maintenance' ? maintenanceStatuses : incidentStatuses
  return (id === null ? all.filter((one) => one !== 'resolved') : all).map((one) => [one, phaseWord[one]])
}
