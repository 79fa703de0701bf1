import { type Html, html } from '../lib/html.ts'
import type { AtWork } from '../queue/at-work.ts'
import { submit } from '../web/console/buttons.ts'
import { facts } from '../web/console/code.ts'
import { choice, type FormState, field, problemSummary } from '../web/console/forms.ts'
import { section } from '../web/console/section.ts'
import { table } from '../web/console/tables.ts'
import { ago, type Clock } from '../web/console/times.ts'

const places = [
  [
    '/console/settings/account',
    'Your account',
    'Name, password, what you want mail about, where you are signed in',
    'viewer',
  ],
  ['/console/settings/pages', 'Pages', 'Name, time zone, address, support', 'viewer'],
  ['/console/settings/people', 'People', 'Who can sign in, and with which role', 'admin'],
  ['/console/settings/tokens', 'API tokens', 'For programs that use the API', 'admin'],
  ['/console/settings/events', 'Changes', 'Everything that changed, and who changed it', 'viewer'],
] as const

/** Where everything is set, and how the installation is. */
export function settingsPage({
  form,
  automation,
  pages,
  installation,
  processes,
  clock,
  mayChange,
}: {
  form: FormState
  automation: Html
  pages: Html | null
  installation: { url: string; consoleUrl: string; mailFrom: string | null; canMail: boolean }
  processes: readonly AtWork[]
  clock: Clock
  mayChange: boolean
}): Html {
  return html`<ul class="tiles wide-tiles">${places
    .filter(([, , , needed]) => needed === 'viewer' || mayChange)
    .map(
      ([path, name, words]) =>
        html`<li><a class="tile" href="${path}"><strong>${name}</strong><span class="quiet-text">${words}</span></a></li>`,
    )}</ul>
${section('Automation', automation, { id: 'automation' })}
${pages && section('What can be set on a page', pages)}
${section('Organization', organization(form, mayChange))}
${section(
  'Installation',
  html`<p class="quiet-text">Set by its environment, read when it starts.</p>${facts([
    ['Public address', installation.url],
    ['Console', installation.consoleUrl],
    [
      'Mail',
      installation.mailFrom !== null
        ? html`leaves as ${installation.mailFrom}`
        : installation.canMail
          ? html`leaves by the accounts under <a href="/console/channels">Channels</a>`
          : html`<strong>No mail can leave:</strong> <code>SMTP_URL</code> is not set, and no mail server or service is connected under <a href="/console/channels">Channels</a>.`,
    ],
  ])}`,
)}
${section('Processes', work(processes, clock))}`
}

const organization = (form: FormState, mayChange: boolean): Html =>
  html`<form method="post" action="/console/settings/organization" class="form">${problemSummary(form, { name: 'Name', inboxRetentionDays: 'Keep the inbox for', graceSeconds: 'People are told' })}
${field(form, { name: 'name', label: 'Name', required: true, maxlength: 100, readonly: !mayChange, help: 'At the top of this console. Readers see the name of the page.' })}
${field(form, { name: 'inboxRetentionDays', label: 'Keep the inbox for', type: 'number', required: true, readonly: !mayChange, help: 'Days. Older arrivals go, with their raw bodies; alerts, and what came of them, stay.' })}
${mayChange && choice(form, { name: 'graceSeconds', label: 'People are told of what is posted here', choices: graces, help: 'The page shows it at once. Until the first message leaves, “Tell nobody” stops them all.' })}
${mayChange && html`<div class="actions">${submit('Save')}</div>`}</form>`

const graces = [
  ['0', 'At once'],
  ['10', 'After 10 seconds'],
  ['30', 'After 30 seconds'],
] as const

const work = (processes: readonly AtWork[], clock: Clock): Html =>
  table({
    caption: 'Processes of this installation',
    columns: [
      { label: 'Does', kind: 'main' },
      { label: 'On' },
      { label: 'Started', kind: 'aside', labelled: true },
      { label: 'Last heard', kind: 'aside', labelled: true },
    ],
    rows: processes.map(({ roles, host, pid, startedAt, heartbeatAt }) => ({
      cells: [roles.replaceAll(',', ', '), `${host}, process ${pid}`, ago(startedAt, clock), ago(heartbeatAt, clock)],
    })),
    empty: html`<p class="quiet-text">None has said that it is at work.</p>`,
  })
