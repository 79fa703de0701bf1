import { type Html, html } from '../lib/html.ts'
import { state, type Tone } from '../lib/mark.ts'
import { linkButton } from '../web/console/buttons.ts'
import { type Choice, checkbox, type FormState } from '../web/console/forms.ts'
import { address } from '../web/console/tables.ts'

const states: Record<string, readonly [Tone, string]> = {
  active: ['working', 'Active'],
  unconfirmed: ['notice', 'Not confirmed'],
  unsubscribed: ['notice', 'Unsubscribed'],
  suppressed: ['major', 'Takes no messages'],
  quarantined: ['major', 'In quarantine'],
  erased: ['notice', 'Erased'],
}

export const subscriberWord = (name: string): string => states[name]?.[1] ?? name
export const subscriberState = (name: string): Html => state(states[name]?.[0] ?? 'notice', subscriberWord(name))

export const addSubscriberButton = (page?: string): Html =>
  linkButton('Add a subscriber', address('/console/subscribers/new', { page }), 'primary')

/** Which components somebody hears about; none ticked means everything. */
export const follow = (form: FormState, components: readonly Choice[], legend = 'What they hear about'): Html =>
  html`<fieldset class="choice" id="f-components"><legend>${legend}</legend><div class="picks column">${components.map(
    ([id, name]) => checkbox(form, { name: 'components', label: name, value: id }),
  )}</div><p class="help">None ticked: everything.</p></fieldset>`
