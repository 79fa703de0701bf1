import { byTelephone, mediumNamed } from '../channels/media.ts'
import { counted } from '../lib/counted.ts'
import { type Html, html } from '../lib/html.ts'
import { people } from './audience.ts'
import type { Reach } from './reach.ts'

/** Who would hear, on which channels, by which rule, and at what cost. */
export const reachView = ({ isEstimate, told, later, notTold, channels, reasons }: Reach): Html => {
  const about = isEstimate ? 'about ' : ''
  return html`<section class="reach" aria-label="Who would be told"><p><strong>${about}${people(told)} told${notTold > 0 && html`, ${about}${people(notTold)} not`}.</strong>${later > 0 && html` ${people(later)} of them once their quiet hours end.`}</p>
<ul class="plain-list">${channels.map(
    ({ channel, told, units, cost }) =>
      html`<li>${mediumNamed(channel)}: ${about}${told.toLocaleString('en-GB')}${units !== null && html`, ${counted(units, channel === 'sms' ? 'segment' : 'message')}: ${cost ? html`<strong>${about}${money(cost)}</strong>` : 'no price is set'}`}</li>`,
  )}</ul>
<details><summary>By which rule</summary><ul class="plain-list">${reasons.map(
    ({ told, reason, count }) => html`<li>${about}${people(count)} ${told ? 'told' : 'not told'}: ${reason}</li>`,
  )}</ul></details>${channels.some(({ channel }) => byTelephone.some((one) => one === channel)) && html`<p class="quiet-text">By the price that you set on the account, before what carriers add.</p>`}</section>`
}

const money = ({ amount, currency }: { amount: number; currency: string }) =>
  new Intl.NumberFormat('en-GB', { style: 'currency', currency, currencyDisplay: 'code' }).format(amount)
