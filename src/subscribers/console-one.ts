import type { Medium } from '../channels/channel.ts'
import { proofOf } from '../channels/media.ts'
import { counted } from '../lib/counted.ts'
import { type Html, html } from '../lib/html.ts'
import type { Delivery } from '../notifications/ledger.ts'
import { deliveryTable } from '../notifications/view.ts'
import { act, confirmation, linkButton, submit } from '../web/console/buttons.ts'
import { facts } from '../web/console/code.ts'
import { empty } from '../web/console/empty.ts'
import { checkbox, field, formState } from '../web/console/forms.ts'
import { managedNote } from '../web/console/marks.ts'
import { section } from '../web/console/section.ts'
import { type Clock, moment } from '../web/console/times.ts'
import { type ChoiceForm, choicePart } from './console-choice.ts'
import type { Subscriber } from './find.ts'

export type OneSubscriber = {
  subscriber: Subscriber
  /** What it hears about, in words. */
  hears: string
  /** Null where it is erased or comes from a file. */
  choice: ChoiceForm | null
  deliveries: readonly Delivery[]
  /** How many deliveries there are in all. */
  rows: number
  pageName: string
  clock: Clock
  mayErase: boolean
}

/** One subscriber: what they follow, why we may write to them, what they were told. */
export function subscriberPage(it: OneSubscriber): Html {
  const { subscriber, hears, pageName, clock, mayErase } = it
  const isErased = subscriber.state === 'erased'
  return html`${managedNote(subscriber.managed_by)}
${section(
  'About it',
  facts([
    ['Page', pageName],
    ['Hears about', isErased ? null : hears],
    ['Reason', subscriber.reason],
    ['Added', moment(subscriber.created_at, clock)],
    ['Asked', subscriber.confirm_sent_at && moment(subscriber.confirm_sent_at, clock)],
    ['Agreed', subscriber.consent_at && moment(subscriber.consent_at, clock)],
    ['In these words', subscriber.consent_text && html`“${subscriber.consent_text}”`],
    [
      'From',
      subscriber.consent_ip_hash &&
        html`a network known as <code>${subscriber.consent_ip_hash.toString('hex').slice(0, 12)}</code>, not by its address`,
    ],
    ['Asked to leave', subscriber.wish_to_leave_at && moment(subscriber.wish_to_leave_at, clock)],
    ['Refused mails', subscriber.soft_bounces > 0 ? `${subscriber.soft_bounces}; the fifth in 14 days ends it` : null],
  ]),
)}
${it.choice && html`${choicePart(it.choice)}${marksPart(it)}`}
${subscriber.state === 'unconfirmed' && proofOf(subscriber.channel as Medium) === 'code' && codePart(subscriber)}
${section('What it was told', toldPart(it), { actions: it.rows > it.deliveries.length && html`<span class="quiet-text">The last ${it.deliveries.length} of ${it.rows.toLocaleString('en-GB')}</span>` })}
${!isErased && actions(it, mayErase)}`
}

const marksPart = ({ subscriber }: OneSubscriber): Html => {
  const { labels, locked } = subscriber
  const form = formState({ labels: labels.join(', '), ...(locked && { locked: 'on' }) })
  return section(
    'Your own marks',
    html`<form method="post" action="/console/subscribers/${subscriber.id}/marks" class="form">${field(form, { name: 'labels', label: 'Labels', maxlength: 3100, help: 'Your words for groups of subscribers, with commas between. Readers never see them.' })}${checkbox(form, { name: 'locked', label: 'Several people read it: none of them can unsubscribe it or change what it hears about' })}<div class="actions">${submit('Save these marks', { look: 'plain' })}</div></form>`,
  )
}

const codePart = ({ id }: Subscriber): Html =>
  section(
    'The code that they got',
    html`<form method="post" action="/console/subscribers/${id}/code" class="form">${field(formState(), { name: 'code', label: 'Code', required: true, maxlength: 9, code: true, help: 'Six digits, which they tell you. It works for ten minutes and five tries.' })}<div class="actions">${submit('Confirm', { look: 'plain' })}</div></form>`,
  )

const toldPart = ({ deliveries, clock }: OneSubscriber): Html =>
  deliveryTable(
    deliveries,
    clock,
    null,
    empty({
      title: 'Nothing yet',
      text: 'The next post that concerns it is listed here, told or not, with the reason.',
    }),
    'subscriber',
  )

function actions({ subscriber, rows }: OneSubscriber, mayErase: boolean): Html {
  const to = `/console/subscribers/${subscriber.id}`
  const name = subscriber.email ?? subscriber.label ?? 'This subscriber'
  const { state } = subscriber
  return section(
    'What you can do',
    html`<div class="actions">${state === 'unconfirmed' && act(subscriber.channel === 'email' ? 'Ask again by mail' : 'Ask again', `${to}/resend`)}${
      (state === 'suppressed' || state === 'quarantined') &&
      confirmation({
        id: 'lift',
        label: 'Write to it again',
        look: 'plain',
        title: `Write to ${name} again?`,
        text: 'What was sent to it was refused. If it works again, it is told of posts from now on, on every page it follows.',
        to: `${to}/lift`,
        button: 'Write to it again',
      })
    }${
      (state === 'active' || state === 'unconfirmed') &&
      confirmation({
        id: 'unsubscribe',
        label: 'Unsubscribe',
        look: 'plain',
        title: `Unsubscribe ${name}?`,
        text: 'It hears of nothing more, and what waits for it does not leave. Only its owner can come back; neither you nor a file can bring it back.',
        to: `${to}/unsubscribe`,
        button: 'Unsubscribe',
      })
    }${
      mayErase &&
      confirmation({
        id: 'erase',
        label: 'Erase',
        title: `Erase ${name}?`,
        text: `The address goes from everywhere. ${counted(rows, 'row')} of the ledger ${rows === 1 ? 'stays' : 'stay'}, without a name. Files and imports cannot bring it back. This cannot be undone.`,
        to: `${to}/erase`,
        button: 'Erase the address',
      })
    }${
      mayErase &&
      confirmation({
        id: 'erase-person',
        label: 'Erase on every page',
        title: `Erase ${name} on every page?`,
        text: 'Every subscription of this mailbox goes, from every page, with whatever follows a plus sign in its address. This cannot be undone.',
        to: `${to}/erase-person`,
        button: 'Erase this person',
      })
    }${mayErase && linkButton('All that is known about them', `${to}/person.json`, 'quiet')}</div>`,
  )
}
