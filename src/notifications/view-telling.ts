import { counted } from '../lib/counted.ts'
import { durationInWords } from '../lib/duration.ts'
import { type Html, html } from '../lib/html.ts'
import { act, confirmation } from '../web/console/buttons.ts'
import { section } from '../web/console/section.ts'
import type { Telling } from './progress.ts'

/** How far a post has come, with the buttons that hold it back. Nothing where it is over. */
export function tellingPart(update: string, tellings: readonly Telling[]): Html | false {
  const shown = tellings.filter(({ state }) => state !== 'done')
  if (shown.length === 0) return false
  const to = (verb: string) => `/console/deliveries/updates/${update}/${verb}`
  const isOpen = shown.some(({ state }) => state !== 'stopped')
  const isPaused = shown.some(({ state }) => state === 'paused')
  return section(
    'On its way',
    html`<ul class="plain-list">${shown.map((one) => html`<li>${inWords(one)}${bar(one)}</li>`)}</ul>${
      isOpen &&
      html`<div class="actions">${isPaused ? act('Go on', to('resume'), 'primary') : act('Pause', to('pause'))}${confirmation(
        {
          id: 'stop-telling',
          label: 'Stop',
          title: 'Stop telling people of this post?',
          text: html`${left(shown)} will not be sent. Who was told stays told. This cannot be undone.`,
          to: to('stop'),
          button: 'Stop for good',
        },
      )}</div>`
    }`,
  )
}

/** Where nobody knows how many there are, there is none. */
const bar = ({ state, sent, failed, left, isMore }: Telling): Html | false =>
  (state === 'telling' || state === 'paused') &&
  !isMore &&
  html`<progress max="${sent + failed + left}" value="${sent + failed}" aria-label="How far it is"></progress>`

const left = (tellings: readonly Telling[]): string => {
  const sum = tellings.reduce((all, one) => all + one.left, 0)
  return `${tellings.some(({ isMore }) => isMore) ? 'More than ' : ''}${counted(sum, 'message')}`
}

function inWords(one: Telling): string {
  const { state, sent, failed, perMinute, secondsLeft, stoppedBy } = one
  const number = (count: number) => count.toLocaleString('en-GB')
  const done = `${number(sent)} sent, ${failed > 0 ? `${number(failed)} failed, ` : ''}${left([one])} left`
  if (state === 'stopped') return `Stopped by ${stoppedBy}: ${number(sent)} ${sent === 1 ? 'was' : 'were'} sent.`
  if (state === 'paused') return `Paused: ${done}.`
  if (state === 'choosing' && one.beginsAt && one.left + sent === 0)
    return 'Nobody is told yet: it was posted a moment ago, and can still be stopped.'
  if (state === 'choosing') return `${done}, and who else is concerned is being worked out.`
  const pace = perMinute > 0 ? ` ${perMinute.toLocaleString('en-GB')} a minute` : ''
  const rest = secondsLeft === null ? '' : `; at this pace the last leaves in ${durationInWords(secondsLeft * 1000)}`
  return `${done}.${pace}${rest}${pace || rest ? '.' : ''}`
}
