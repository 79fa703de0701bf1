import { type Html, html } from '../lib/html.ts'
import { state, type Tone } from '../lib/mark.ts'
import { linkButton, submit } from '../web/console/buttons.ts'
import { type Choice, checkbox, choice, type FormState, field, problemSummary } from '../web/console/forms.ts'
import { address } from '../web/console/tables.ts'

const states: Record<string, readonly [Tone, string]> = {
  active: ['working', 'Active'],
  unconfirmed: ['notice', 'Not confirmed'],
  unsubscribed: ['notice', 'Unsubscribed'],
  suppressed: ['major', 'Mail refused'],
  quarantined: ['major', 'Refuses messages'],
  erased: ['notice', 'Erased'],
}

export const subscriberWord = (name: string): string => states[name]?.[1] ?? name
export const subscriberState = (name: string): Html => state(states[name]?.[0] ?? 'notice', subscriberWord(name))

export const addSubscriberButton = (page?: string): Html =>
  linkButton('Add a subscriber', address('/console/subscribers/new', { page }), 'primary')

const ways: readonly Choice[] = [
  ['ask', 'Ask them by mail first'],
  ['vouch', 'They agreed already: start at once'],
]

export const newSubscriberForm = ({
  form,
  page,
  components,
}: {
  form: FormState
  page: { id: string; name: string }
  components: readonly Choice[]
}): Html =>
  html`<form method="post" action="/console/subscribers/new" class="form">
${problemSummary(form, { email: 'E-mail address', components: 'What they hear about', way: 'How' })}
<input type="hidden" name="page" value="${page.id}">
${field(form, { name: 'email', label: 'E-mail address', type: 'email', required: true, maxlength: 254 })}
${choice(form, { name: 'way', label: 'How', choices: ways, help: 'Who vouches is kept with the address: you must be able to show that they agreed.' })}
${follow(form, components)}
<div class="actions">${submit('Add this subscriber')}${linkButton('Cancel', '/console/subscribers', 'quiet')}</div>
</form>`

/** Which components somebody hears about; none ticked means everything. */
export const follow = (form: FormState, components: readonly Choice[]): Html =>
  html`<fieldset class="choice" id="f-components"><legend>What they hear about</legend><div class="picks column">${components.map(
    ([id, name]) => checkbox(form, { name: 'components', label: name, value: id }),
  )}</div><p class="help">None ticked: everything.</p></fieldset>`
