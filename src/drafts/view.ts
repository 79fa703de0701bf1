import { people } from '../composer/audience.ts'
import { otherWordsShown } from '../composer/other-words-view.ts'
import { statusMark } from '../incidents/marks.ts'
import type { Html } from '../lib/html.ts'
import { html } from '../lib/html.ts'
import { state } from '../lib/mark.ts'
import { renderMarkdown } from '../lib/markdown.ts'
import { confirmation, linkButton } from '../web/console/buttons.ts'
import { ago, type Clock, countdown } from '../web/console/times.ts'
import { type DraftDetails, wordsNamed } from './details.ts'
import { isWaiting } from './find.ts'
import type { Draft } from './write.ts'

const words: Record<string, string> = {
  held: 'Goes out by itself',
  awaiting_approval: 'Waits for a person',
  published: 'Went out',
  cancelled: 'Cancelled',
  rejected: 'Rejected',
}

/** "Goes out in 4:59", or what became of it. */
export function draftState(draft: Draft, clock: Clock): Html {
  if (draft.state === 'held' && draft.due_at)
    return html`<span class="draft-state">${state('notice', 'Goes out')} ${countdown(draft.due_at, clock)}</span>`
  return state(draft.state === 'published' ? 'working' : 'notice', words[draft.state] ?? draft.state)
}

/** A waiting draft on the work list: the text in full, why it waits, and what to do about it in place. */
export function draftCard(details: DraftDetails, now: Date, may: { decide: boolean }): Html {
  const { draft, page } = details
  const clock = { zone: page.time_zone, now }
  return html`<article class="card draft" aria-labelledby="draft-${draft.id}">
<div class="card-head"><p>${draftState(draft, clock)}</p><p class="quiet-text">${ago(draft.created_at, clock)}</p></div>
<h3 id="draft-${draft.id}"><a href="/console/drafts/${draft.id}"><bdi>${draft.title}</bdi></a></h3>
<div class="prose" dir="auto">${renderMarkdown(draft.body)}</div>
${otherWordsShown(wordsNamed(details))}
${behind(details)}
${may.decide && html`<div class="actions">${decisions(details)}</div>`}
</article>`
}

/** Why it waits, and what is behind it. */
export function behind({ draft, rule, component, alerts }: DraftDetails): Html {
  const alert = alerts[0]
  return html`<ul class="meta">${component && html`<li>${component.name} ${draft.kind === 'opening' && statusMark(component.status)}</li>`}${rule && html`<li>Rule: <a href="/console/rules/${rule.id}">${rule.name}</a></li>`}${alert && html`<li>${alert.source_name}: <a href="/console/alerts/${alert.id}">${alert.title}</a></li>`}</ul>
${draft.reason && html`<p class="why">${draft.reason}</p>`}`
}

/** Approve, edit, reject: what goes out says to how many. */
function decisions({ draft, tells }: DraftDetails): Html {
  const path = `/console/drafts/${draft.id}`
  const goes = draft.kind === 'recovery' ? 'The incident ends with it' : 'The page shows it'
  return html`${confirmation({
    id: `approve-${draft.id}`,
    label: draft.state === 'held' ? 'Post now' : 'Approve',
    look: 'primary',
    title: draft.title,
    text: `${goes} at once, and ${tells === 1 ? '1 person is' : `${people(tells)} ${tells === 0 ? 'is' : 'are'}`} told by mail.`,
    to: `${path}/approve`,
    button: tells > 0 ? `Post and tell ${people(tells)}` : 'Post and tell nobody',
    fields: { from: 'overview' },
  })}${linkButton('Edit', path)}${rejection(draft, 'overview')}`
}

/** Says no, once it was asked. `from`: where one goes on afterwards. */
export const rejection = (draft: Draft, from: 'overview' | 'draft'): Html =>
  confirmation({
    id: `reject-${draft.id}`,
    label: 'Reject',
    title: 'Reject this message?',
    text: 'Nothing is posted and nobody is told. The alert behind it stays silent until it has recovered.',
    to: `/console/drafts/${draft.id}/reject`,
    button: 'Reject it',
    fields: { from },
  })

/** What became of it, with the way on. */
export function outcome({ draft }: DraftDetails, clock: Clock): Html {
  if (isWaiting(draft)) return html``
  return html`<p class="note">${words[draft.state]}${draft.decided_at && html` ${ago(draft.decided_at, clock)}`}${draft.decided_by && html`, by ${draft.decided_by}`}. ${draft.state !== 'published' && draft.reason} ${
    draft.incident_id && html`<a href="/console/incidents/${draft.incident_id}">See the incident</a>`
  }</p>`
}
