import { people } from '../composer/audience.ts'
import { otherWordsShown } from '../composer/other-words-view.ts'
import { type Html, html } from '../lib/html.ts'
import { renderMarkdown } from '../lib/markdown.ts'
import type { IncidentStatus } from '../publishing/snapshot.ts'
import { phaseWord, statusWord } from '../publishing/words.ts'
import { confirmation, linkButton } from '../web/console/buttons.ts'
import { checkbox, formState, textarea } from '../web/console/forms.ts'
import { chip } from '../web/console/marks.ts'
import { ago, type Clock, moment } from '../web/console/times.ts'
import type { IncidentDetails, Post } from './details.ts'
import { phaseBefore } from './phase-before.ts'
import { byWhom } from './words.ts'

/** What readers see, newest first, with what can still be done about each post. */
export const postList = (details: IncidentDetails, clock: Clock, may: { edit: boolean; tells: number }): Html =>
  html`<ol class="posts">${details.posts.map((post) => html`<li id="post-${post.id}">${one(details, post, clock, may)}</li>`)}</ol>`

function one(details: IncidentDetails, post: Post, clock: Clock, may: { edit: boolean; tells: number }): Html {
  const { incident } = details
  const path = `/console/incidents/${incident.id}/updates/${post.id}`
  return html`<div class="card-head"><p class="post-head"><strong>${phaseWord[post.status as IncidentStatus]}</strong> <span class="quiet-text">${ago(post.created_at, clock)} · ${byWhom(post)}</span> ${post.seenBy && chip(`only for ${post.seenBy}`)} ${post.automatic && chip('automatic')} ${post.notify ? may.edit && html`<a class="quiet-link" href="/console/deliveries/updates/${post.id}">Who was told</a>` : chip('told nobody')}</p></div>
${
  post.withdrawn_at
    ? html`<p class="note">Withdrawn ${ago(post.withdrawn_at, clock)}. Readers see that there was a post, and why it is gone: “${post.withdrawn_reason}”</p><details class="fold"><summary>What it said</summary><div class="prose quiet-text" dir="auto">${renderMarkdown(post.body)}</div></details>`
    : html`<div class="prose" dir="auto">${renderMarkdown(post.body)}</div>${otherWordsShown({ short: post.short, texts: post.words })}`
}
${post.changes.length > 0 && html`<ul class="changes">${post.changes.map(({ name, from, to }) => html`<li><bdi>${name}</bdi>: ${statusWord[from]} → ${statusWord[to]}</li>`)}</ul>`}
${post.earlier.map(
  ({ body, until, by }) =>
    html`<details class="fold"><summary>Corrected ${ago(until, clock)} by ${by}</summary><p class="quiet-text">Until ${moment(until, clock)} it said:</p><div class="prose quiet-text" dir="auto">${renderMarkdown(body)}</div></details>`,
)}
${may.edit && !post.withdrawn_at && html`<div class="post-actions">${linkButton('Correct', `${path}/correct`, 'quiet')}${withdraw(path, post, may.tells, afterwards(details, post))}</div>`}`
}

/** What becomes of the phase. One that stays although its post is gone is a person's to change. */
function afterwards({ incident, posts }: IncidentDetails, post: Post): string {
  const back = phaseBefore(incident, posts, post.id)
  if (back === null) {
    const others = posts.filter((one) => one.id !== post.id && one.audiences === null && one.withdrawn_at === null)
    const isItsAlone = post.audiences === null && post.status === incident.status && incident.kind !== 'notice'
    if (!isItsAlone || others.some((one) => one.number > post.number || one.status === post.status)) return ''
    return `The phase stays “${phaseWord[incident.status as IncidentStatus]}” until you post another.`
  }
  const phase = phaseWord[back as IncidentStatus]
  return incident.resolved_at === null
    ? `The incident goes back to “${phase}”, the phase of the post before.`
    : `The incident will be open again: it goes back to “${phase}”, and its components to what they were before the end.`
}

const withdraw = (path: string, post: Post, tells: number, then: string): Html =>
  confirmation({
    id: `withdraw-${post.id}`,
    label: 'Withdraw',
    look: 'quiet',
    title: 'Withdraw this post?',
    text: `Page and feeds will show that there was a post and why it is gone, ${`not what it said. ${then}`.trim()} This cannot be undone.`,
    to: `${path}/withdraw`,
    button: 'Withdraw the post',
    body: html`${textarea(formState({}, [], post.id), { name: 'reason', label: 'Why', required: true, rows: 2, maxlength: 1000, help: 'Readers see this.' })}${tells > 0 && post.notify && checkbox(formState({}, [], post.id), { name: 'notify', label: `Tell ${people(tells)} by mail too` })}`,
  })
