import { otherWordsShown } from '../composer/other-words-view.ts'
import { postLabel, preview, tells } from '../composer/preview.ts'
import type { Sketch } from '../composer/sketch.ts'
import { otherWords } from '../composer/texts.ts'
import { bodyPart, titlePart } from '../composer/view.ts'
import { limits } from '../incidents/words.ts'
import { type Html, html } from '../lib/html.ts'
import { renderMarkdown } from '../lib/markdown.ts'
import { translationFields } from '../pages/translation-fields.ts'
import { submit } from '../web/console/buttons.ts'
import { type FormState, field, problemSummary, textarea } from '../web/console/forms.ts'
import { ago } from '../web/console/times.ts'
import { type DraftDetails, wordsNamed } from './details.ts'
import { isWaiting } from './find.ts'
import { behind, outcome } from './view.ts'

/** A draft: what it would say and to whom, where the text can be changed, and what is behind it. */
export function draftView(details: DraftDetails, form: FormState, sketch: Sketch, may: { decide: boolean }): Html {
  const { draft, page, alerts } = details
  const clock = { zone: page.time_zone, now: sketch.now }
  const waits = isWaiting(draft)
  return html`${outcome(details, clock)}
${waits && behind(details)}
${waits && may.decide ? editor(details, form, sketch) : html`<div class="prose part" dir="auto">${renderMarkdown(draft.body)}</div>${otherWordsShown(wordsNamed(details))}`}
<section class="part" aria-labelledby="alerts-title"><h2 id="alerts-title">What is behind it</h2>
${
  alerts.length === 0
    ? html`<p class="quiet-text">The alert is no longer kept.</p>`
    : html`<ol class="timeline">${alerts.map(
        (alert) =>
          html`<li><p><strong>${alert.source}</strong> <a href="/console/alerts/${alert.id}">${alert.title}</a></p>${alert.summary && html`<p class="quiet-text">${alert.summary}</p>`}<p class="quiet-text">${alert.state}, ${ago(alert.received_at, clock)}</p></li>`,
      )}</ol>`
}</section>`
}

const editor = (details: DraftDetails, form: FormState, sketch: Sketch): Html => {
  const path = `/console/drafts/${details.draft.id}`
  return html`<form class="composer part" id="compose" method="post" action="${path}" data-preview="${path}/preview" data-keep="${path}">
<button type="submit" class="sr" tabindex="-1" aria-hidden="true" formaction="${path}/preview" formnovalidate>Preview</button>
<div class="compose-fields">
${problemSummary(form, { title: 'Title', body: 'Text', short: 'Short form', texts: 'Other words', translations: 'In other languages' })}
${field(form, { name: 'title', label: 'Title', required: true, maxlength: limits.title })}
${textarea(form, { name: 'body', label: 'Text', required: true, maxlength: limits.body, help: 'Once changed here, it goes out exactly as written.' })}
${translationFields(form, details.page, details.draft.kind === 'opening' ? [titlePart, bodyPart] : [bodyPart])}
${otherWords(form, details.audiences, details.page)}
</div>
<div class="compose-preview">${preview(sketch)}</div>
<div class="compose-foot">${tells(sketch)}<div class="actions"><button type="submit" class="button primary" data-posts="compose" formaction="${path}/approve">${postLabel(sketch)}</button>${submit('Save the text', { look: 'plain' })}</div></div>
</form>`
}
