import { media } from '../channels/channel.ts'
import { mediumName } from '../channels/media.ts'
import { impactOf } from '../components/status.ts'
import { toneOf } from '../incidents/marks.ts'
import { isEnd } from '../incidents/words.ts'
import { type Html, html } from '../lib/html.ts'
import { mark } from '../lib/mark.ts'
import { renderMarkdown } from '../lib/markdown.ts'
import { momentInWords } from '../lib/zone.ts'
import type { IncidentStatus } from '../publishing/snapshot.ts'
import { phaseWord, statusWord } from '../publishing/words.ts'
import { people } from './audience.ts'
import { reachView } from './reach-view.ts'
import { isForWorld } from './sample.ts'
import type { Sketch } from './sketch.ts'

/** What each audience will see. `inserted` is put into the form's fields, for a message that was chosen. */
export const preview = (all: Sketch, inserted: readonly (readonly [name: string, text: string])[] = []): Html => {
  const sketch = inWordsOf(all)
  return html`<section class="preview" id="preview" aria-label="Preview" data-post="${postLabel(sketch)}">
<div class="segments seen" role="radiogroup" aria-label="Seen as">${(['page', 'mail', 'short'] as const).map(
    (form, i) =>
      html`<label><input type="radio" name="seen" id="seen-${form}" value="${form}"${i === 0 && html` checked`}><span>${forms[form]}</span></label>`,
  )}</div>
<div class="sheet as-page">${asPage(sketch)}</div>
<div class="sheet as-mail">${asMail(sketch)}</div>
<div class="sheet as-short">${elsewhere(all)}</div>
${all.texts.length > 0 && html`<div class="field"><label for="f-reader">Seen by</label><select id="f-reader" name="reader"><option value="">Everybody else</option>${all.texts.map(({ audience, name }) => html`<option value="${audience}"${audience === all.reader && html` selected`}>${name}</option>`)}</select></div>`}
${inserted.map(([name, text]) => html`<template data-field="${name}">${text}</template>`)}
</section>`
}

/** As the chosen reader sees it. */
function inWordsOf(sketch: Sketch): Sketch {
  const own = sketch.texts.find(({ audience }) => audience === sketch.reader)
  return own ? { ...sketch, body: own.body, short: own.short } : sketch
}

/** What arrives on a channel, and how much of the room it takes there. */
const elsewhere = ({ way, sample }: Sketch): Html =>
  html`<div class="field"><label for="f-way">As it arrives on</label><select id="f-way" name="way">${media
    .filter((medium) => medium !== 'email')
    .map(
      (medium) => html`<option value="${medium}"${medium === way && html` selected`}>${mediumName(medium)}</option>`,
    )}</select></div>${
    sample
      ? html`<div class="mail-text" dir="auto">${sample.text}</div><p class="quiet-text">${sample.room}.${isForWorld(way) && ' It speaks to everybody, in everybody’s words.'}</p>`
      : html`<p class="quiet-text">No channel carries this yet.</p>`
  }`

const forms = { page: 'Page', mail: 'Mail', short: 'Other channels' }

/** The button says what it does. */
export function postLabel({ notify, tells, id, over, anyway, kind, status }: Sketch): string {
  const end = kind === 'maintenance' ? 'Complete' : 'Resolve'
  const opens = kind === 'notice' ? 'Post' : 'Open'
  const verb = id === null ? opens : isEnd(status) === over ? 'Post' : over ? 'Reopen' : end
  return `${verb}${anyway ? ' anyway' : ''} and tell ${notify ? people(tells) : 'nobody'}`
}

/** Who will hear of it, in a sentence. */
export function tells({ notify, tells, affected, page, reach, labels, tellOnly }: Sketch): Html {
  const names = listed(affected.map(({ name }) => name))
  const concerned = `who ${tells === 1 ? 'follows' : 'follow'} ${names === '' ? page.name : `${names} or everything`}${labels || tellOnly ? ', and whom you chose,' : ''}`
  const words =
    tells === 0
      ? 'Nobody follows this yet. The page and its feeds show it.'
      : notify
        ? `${people(tells)} ${concerned} ${tells === 1 ? 'gets' : 'get'} a message. The page and its feeds show it at once.`
        : `The page and its feeds show it. ${people(tells)} ${concerned} ${tells === 1 ? 'hears' : 'hear'} nothing.`
  return html`<div class="tells" id="tells" aria-live="polite"><p>${words.slice(0, 1).toUpperCase()}${words.slice(1)}</p>${reach && reachView(reach)}</div>`
}

function asPage(sketch: Sketch): Html {
  const { title, status, body, page, now, startedAt, affected, changes, nextUpdateAt, kind } = sketch
  const tone = toneOf({
    kind,
    impact: impactOf(affected.map((one) => one.status)),
    resolved_at: isEnd(status) ? now : null,
  })
  return html`<article class="as-post ${tone}"><p class="as-title">${mark(tone)}<bdi>${title || 'The title appears here'}</bdi></p>
<ul class="meta"><li>Since ${momentInWords(startedAt, page.zone, now)}</li>${affected.length > 0 && html`<li>${listed(affected.map(({ name }) => name))}</li>`}${
    nextUpdateAt && html`<li>Next update by ${momentInWords(nextUpdateAt, page.zone, now)}</li>`
  }</ul>
<p class="post-head"><strong>${phaseWord[status as IncidentStatus]}</strong> <span class="quiet-text">just now</span></p>
<div class="prose" dir="auto">${body ? renderMarkdown(body) : html`<p class="quiet-text">Your text appears here.</p>`}</div>
${changes.length > 0 && html`<ul class="changes">${changes.map(({ name, from, to }) => html`<li><bdi>${name}</bdi>: ${statusWord[from]} → ${statusWord[to]}</li>`)}</ul>`}</article>`
}

const asMail = ({ mail, page }: Sketch): Html =>
  html`<p class="subject">${mail.subject}</p><p class="from">${page.name}</p><div class="mail-text" dir="auto">${mail.text}</div>`

const listed = (names: string[]) =>
  new Intl.ListFormat('en-GB').format(names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} more`] : names)
