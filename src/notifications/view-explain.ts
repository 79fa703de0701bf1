import { type Html, html } from '../lib/html.ts'
import { state } from '../lib/mark.ts'
import { section } from '../web/console/section.ts'
import { type Clock, moment } from '../web/console/times.ts'
import type { Explanation } from './explain.ts'
import { kindWord } from './marks.ts'

/** Why somebody was, or was not, told of a post: each question that was asked, and what would have to be different. */
export const explanationPage = (
  explanations: readonly Explanation[],
  { who, post, clock }: { who: Html; post: Html; clock: Clock },
): Html =>
  html`<p>${who}, and the post ${post}.</p>${explanations.map((one) =>
    section(explanations.length > 1 ? (kindWord[one.kind] ?? one.kind) : 'What became of it', explained(one, clock)),
  )}`

function explained(one: Explanation, clock: Clock): Html {
  const { steps, words } = one
  const obstacles = steps.filter(({ good }) => !good)
  return html`<p>${outcomeOf(one, clock)}</p>
${one.detail && html`<p class="quiet-text">${sentence(one.detail)}</p>`}
${words !== null && html`<p>They get the words for <code>${words}</code>.</p>`}
<h3 class="steps-title">How that is decided, as things are now</h3>
<ol class="steps">${steps.map(
    ({ question, answer, good, remedy }) =>
      html`<li><p><strong>${question}</strong></p><p>${state(good ? 'working' : 'notice', good ? 'Yes' : 'No')} ${sentence(answer)}</p>${remedy && html`<p class="quiet-text">${remedy}</p>`}</li>`,
  )}</ol>
${contradicts(one, obstacles.length === 0) && html`<p class="note">That is not what was decided then: something has been changed since.</p>`}`
}

function outcomeOf({ state, reason, at, notBefore, kind }: Explanation, clock: Clock): Html {
  const what = { update: 'the post', correction: 'the correction', withdrawal: 'the withdrawal' }[kind]
  if (state === null) return html`There is no line about it: ${reason}.`
  if (state === 'sent') return html`Told of ${what}${at && html` ${moment(at, clock)}`}, because: ${reason}.`
  if (state === 'failed')
    return html`${what.slice(0, 1).toUpperCase()}${what.slice(1)} could not be brought to them. They were chosen because: ${reason}.`
  if (state === 'superseded')
    return html`A newer post was ready first, and told them more. They were chosen because: ${reason}.`
  if (state === 'skipped') return html`Not told of ${what}: ${reason}.`
  return html`Going to be told${notBefore && html`, not before ${moment(notBefore, clock)}`}, because: ${reason}.`
}

const contradicts = ({ state }: Explanation, tellsNow: boolean): boolean =>
  state === 'skipped' ? tellsNow : state !== null && state !== 'superseded' && !tellsNow

const sentence = (words: string) => `${words.slice(0, 1).toUpperCase()}${words.slice(1).replace(/[.]$/, '')}.`
