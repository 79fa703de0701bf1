import type { CertificateState } from '../certificates/find.ts'
import { type Html, html } from '../lib/html.ts'
import type { Page } from '../pages/find.ts'
import { act, confirmation, submit } from '../web/console/buttons.ts'
import { codeBlock, facts } from '../web/console/code.ts'
import { type FormState, field, problemSummary } from '../web/console/forms.ts'
import { chip, copyable, managedNote, state } from '../web/console/marks.ts'
import { section } from '../web/console/section.ts'
import { ago, type Clock, moment } from '../web/console/times.ts'
import { type Domain, findingsOf } from './find.ts'
import { inLetters } from './host-name.ts'
import { proofPath, recordName, recordValue } from './prove.ts'
import { graceDays } from './when.ts'
import { lookInWords, proofInWords, stateInWords } from './words.ts'

export type Shown = {
  page: Page
  /** Where the page lives. */
  url: string
  domains: readonly Domain[]
  form: FormState
  /** What an alias has to lead to; null where this installation has no name. `aliasProves`: that is proof enough. */
  alias: string | null
  aliasProves: boolean
  /** By host name; null where something else than Upfront makes them. */
  certificates: ReadonlyMap<string, CertificateState> | null
  mayChange: boolean
  clock: Clock
}

/** A page's host names: what to set, what was found, and what each does. */
export const domainsView = (shown: Shown): Html =>
  html`${managedNote(shown.page.managed_by)}
<p class="lede">The page lives at ${copyable(shown.url, 'Copy the address')}</p>
${shown.domains.map((domain) => one(shown, domain))}
${shown.mayChange && section('Add a host name', addForm(shown))}`

const pathOf = ({ page }: Shown) => `/console/settings/pages/${page.id}/domains`

const addForm = (shown: Shown): Html =>
  html`<form method="post" action="${pathOf(shown)}" class="form">${problemSummary(shown.form, { host: 'Host name' })}
${field(shown.form, { name: 'host', label: 'Host name', required: true, maxlength: 300, code: true, placeholder: 'status.acme.example', help: 'A name of yours. Next you are told how to prove it.' })}
<div class="actions">${submit('Add it')}</div></form>`

function one(shown: Shown, domain: Domain): Html {
  const { page, clock, mayChange, url, certificates } = shown
  const primary = page.host === domain.host
  const { tone, word, text } = stateInWords(domain, primary, url)
  const letters = inLetters(domain.host)
  const to = `${pathOf(shown)}/${domain.id}`
  const needsProof = domain.state !== 'proven' || domain.lost_at !== null
  return section(
    domain.host,
    html`<p>${state(tone, word)} ${letters && chip(letters)}</p><p>${text}</p>
${domain.lost_at && domain.state === 'proven' && html`<p>Missing since ${moment(domain.lost_at, clock)}; ${graceDays} days after that it stops.</p>`}
${facts([
  ['Proven', domain.state === 'proven' && domain.proof !== null && (proofInWords[domain.proof] ?? domain.proof)],
  [
    'Certificate',
    certificates && domain.state === 'proven' && certificateInWords(certificates.get(domain.host), clock),
  ],
  ['Looked at', domain.checked_at && ago(domain.checked_at, clock)],
])}
${needsProof && html`${howTo(shown, domain)}${found(domain)}`}
${mayChange && html`<div class="actions">${domain.proof !== 'declared' && act('Check now', `${to}/check`, needsProof ? 'primary' : 'plain')}${domain.state === 'proven' && !primary && act('Make it the page’s address', `${to}/primary`)}${removal(shown, domain, primary, to)}</div>`}`,
    { id: domain.id },
  )
}

function certificateInWords(certificate: CertificateState | undefined, clock: Clock): Html | string {
  if (!certificate) return 'It is being ordered.'
  const { not_after: until, reason, order_at: again } = certificate
  const there = until
    ? html`Good until ${moment(until, clock)}, renewed before.`
    : reason === null && 'It is being ordered.'
  return html`${there}${reason !== null && html` ${state('degraded', 'The last order failed')}: ${reason}. Tried again at ${moment(again, clock)}.`}`
}

const howTo = ({ alias, aliasProves }: Shown, { host, token }: Domain): Html =>
  html`<p><strong>Set a TXT record</strong> where ${host} has its name servers. It stays, so that the name stays yours.</p>
<p>Name</p>${codeBlock(recordName(host), `Name of the TXT record of ${host}`)}
<p>Value</p>${codeBlock(recordValue(token), `Value of the TXT record of ${host}`)}
<p>The name has to lead here as well: ${alias ? html`by a CNAME record to <code>${alias}</code>, or` : 'by'} A and AAAA records with the addresses of this installation.</p>
<details><summary>Or prove it another way</summary>
<p>Put a file on the server that ${host} leads to today, at <code>http://${host}${proofPath}</code>, with this line in it:</p>${codeBlock(recordValue(token), `Content of the file of ${host}`)}
${aliasProves && alias && html`<p>Or let the CNAME record alone prove it:</p>${codeBlock(alias, `Target of the CNAME record of ${host}`)}`}</details>`

const found = (domain: Domain): Html | null => {
  const findings = findingsOf(domain)
  if (findings.length === 0)
    return html`<p class="quiet-text">Nobody has looked yet. It is looked at by itself, every minute at first.</p>`
  return html`<details open><summary>What the last look found</summary>${facts(
    findings.map(({ look, expected, found }) => [
      lookInWords[look],
      html`${found}<br><span class="quiet-text">expected ${expected}</span>`,
    ]),
  )}</details>`
}

const removal = ({ page }: Shown, domain: Domain, primary: boolean, to: string): Html =>
  confirmation({
    id: `remove-${domain.id}`,
    label: 'Remove it',
    look: 'quiet',
    title: `Remove ${domain.host}?`,
    text:
      domain.state === 'proven'
        ? `${domain.host} stops at once: whoever opens it gets no page.${primary ? ` Links in mail that was sent, in feeds and on other sites lead there. ${page.name} moves to another address.` : ''}`
        : 'Nothing is served there now. The record that proves it will be another one if you add it again.',
    to: `${to}/remove`,
    button: 'Remove the host name',
  })
