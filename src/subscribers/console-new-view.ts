import type { Medium } from '../channels/channel.ts'
import { carriersOf } from '../channels/index.ts'
import { byTelephone, mediumName, type Proof, proofOf } from '../channels/media.ts'
import { isForReaders } from '../channels/reader-fields.ts'
import { type Html, html } from '../lib/html.ts'
import { settingFields } from '../lib/setting-fields.ts'
import { linkButton, submit } from '../web/console/buttons.ts'
import { type Choice, choice, type FormState, field, problemSummary } from '../web/console/forms.ts'
import { settingInputs } from '../web/console/setting-inputs.ts'
import { address } from '../web/console/tables.ts'
import { follow } from './console-view.ts'

export const targetPrefix = 'target.'

export type NewForm = {
  form: FormState
  page: { id: string; name: string }
  medium: Medium
  /** What messages can go by now. */
  possible: readonly Medium[]
  components: readonly Choice[]
}

export const newSubscriberForm = ({ form, page, medium, possible, components }: NewForm): Html => {
  const channel = medium === 'email' ? null : (carriersOf(medium)[0] ?? null)
  const fields = channel ? settingFields(channel.target).filter(({ name }) => isForConsole(medium, name)) : []
  const labels = Object.fromEntries(fields.map(({ name, label }) => [targetPrefix + name, label]))
  return html`${possible.length > 1 && channels(page.id, medium, possible)}
<form method="post" action="/console/subscribers/new" class="form">
${problemSummary(form, { ...labels, email: 'E-mail address', components: 'What they hear about', way: 'How', how: 'How they agreed', labels: 'Labels' })}
<input type="hidden" name="page" value="${page.id}"><input type="hidden" name="channel" value="${medium}">
${channel ? settingInputs(form, mediumName(medium), fields, targetPrefix) : field(form, { name: 'email', label: 'E-mail address', type: 'email', required: true, maxlength: 254 })}
${choice(form, { name: 'way', label: 'How', choices: ways(proofOf(medium)), help: 'Who vouches is kept with the address: you must be able to show that they agreed.' })}
${field(form, { name: 'how', label: 'How they agreed', maxlength: 1500, placeholder: 'Contract of 2 March 2026, section 4', help: byTelephone.includes(medium) ? 'Needed where a number is not asked first. Kept as the record of consent.' : 'Where you vouch: kept as the record of consent.' })}
${field(form, { name: 'labels', label: 'Labels', maxlength: 3100, help: 'Your words for groups of subscribers, with commas between. Readers never see them.' })}
${follow(form, components)}
<div class="actions">${submit('Add this subscriber')}${linkButton('Cancel', '/console/subscribers', 'quiet')}</div>
</form>`
}

/** A webhook gets a secret of ours where none is typed. */
const isForConsole = (medium: Medium, name: string) =>
  isForReaders(medium, name) || (medium === 'webhook' && name === 'secret')

const channels = (page: string, medium: Medium, possible: readonly Medium[]): Html =>
  html`<nav class="filter" aria-label="Channel">${possible.map(
    (one) =>
      html`<a href="${address('/console/subscribers/new', { page, channel: one })}"${one === medium && html` aria-current="true"`}>${mediumName(one)}</a>`,
  )}</nav>`

const ways = (proof: Proof): readonly Choice[] => [
  ['ask', asks[proof]],
  ['vouch', 'They agreed already: start at once'],
]

const asks: Readonly<Record<Proof, string>> = {
  link: 'Ask there first, by a message with a link',
  code: 'Ask there first: they get a code, and tell it to you',
  answer: 'Ask the program first, by a test message that it answers',
  permission: 'Ask there first',
}
