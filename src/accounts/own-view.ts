import { type Html, html } from '../lib/html.ts'
import { act, confirmation, submit } from '../web/console/buttons.ts'
import { facts } from '../web/console/code.ts'
import { checkbox, type FormState, field, problemSummary } from '../web/console/forms.ts'
import { chip } from '../web/console/marks.ts'
import { section } from '../web/console/section.ts'
import { table } from '../web/console/tables.ts'
import { ago, type Clock, moment } from '../web/console/times.ts'
import type { OwnSession } from './own-sessions.ts'
import type { User } from './users.ts'

const path = '/console/settings/account'

/** One's own account. */
export const ownPage = ({
  user,
  form,
  password,
  sessions,
  canMail,
  clock,
}: {
  user: User
  form: FormState
  password: FormState
  sessions: readonly OwnSession[]
  canMail: boolean
  clock: Clock
}): Html =>
  html`${section(
    'About you',
    facts([
      ['Address', user.email],
      ['Role', user.role],
      ['Since', moment(user.created_at, clock)],
    ]),
  )}
${section(
  'Name and mail',
  html`<form method="post" action="${path}" class="form">${problemSummary(form, { name: 'Name' })}
${field(form, { name: 'name', label: 'Name', required: true, maxlength: 100, autocomplete: 'name', help: 'As your colleagues see it beside what you did.' })}
<fieldset class="choice"><legend>Write to me when</legend>${checkbox(form, { name: 'tellDrafts', label: 'a draft waits for a person' })}${checkbox(form, { name: 'tellPromises', label: 'a promised update is due' })}${checkbox(form, { name: 'tellSilence', label: 'a source has been silent for longer than usual' })}${checkbox(form, { name: 'tellDeliveries', label: 'messages leave too slowly, or a webhook or channel is switched off because it refuses them' })}${!canMail && html`<p class="help">No mail can leave at this moment: the installation has no way to send.</p>`}</fieldset>
<div class="actions">${submit('Save')}</div></form>`,
)}
${section(
  'Password',
  html`<form method="post" action="${path}/password" class="form">${problemSummary(password, { current: 'Your password of now', next: 'The new one' })}
<input type="email" name="username" autocomplete="username" value="${user.email}" hidden readonly aria-label="E-mail address">
${field(password, { name: 'current', label: 'Your password of now', type: 'password', required: true, autocomplete: 'current-password' })}
${field(password, { name: 'next', label: 'The new one', type: 'password', required: true, autocomplete: 'new-password', help: 'At least 8 characters. A few words in a row are easy to remember and hard to guess.' })}
<p class="quiet-text">You are signed out everywhere, here too, and sign in with the new one.</p>
<div class="actions">${submit('Change the password', { look: 'plain' })}</div></form>`,
  { id: 'password' },
)}
${section('Where you are signed in', places(sessions, clock), { id: 'sessions' })}
${
  user.first_steps_left.length > 0 &&
  section(
    'First steps',
    html`<p class="quiet-text">You left some of the overview’s first steps out.</p><div class="actions">${act('Show them again', '/console/first-steps/back')}</div>`,
  )
}`

function places(sessions: readonly OwnSession[], clock: Clock): Html {
  const others = sessions.filter(({ isThis }) => !isThis).length
  return html`${table({
    caption: 'Your sessions',
    columns: [
      { label: 'Browser', kind: 'main' },
      { label: 'Since', kind: 'aside', labelled: true },
      { label: 'Last seen', kind: 'aside', labelled: true },
    ],
    rows: sessions.map(({ userAgent, createdAt, seenAt, isThis }) => ({
      cells: [html`${browserName(userAgent)} ${isThis && chip('here')}`, ago(createdAt, clock), ago(seenAt, clock)],
    })),
    empty: html`<p class="quiet-text">No session is known.</p>`,
  })}${
    others > 0 &&
    html`<div class="actions">${confirmation({
      id: 'elsewhere',
      label: 'Sign out everywhere else',
      look: 'plain',
      title: 'Sign out everywhere else?',
      text: `${others === 1 ? 'One other session ends' : `${others} other sessions end`} at once. You stay signed in here.`,
      to: `${path}/sessions/end`,
      button: 'Sign out there',
    })}</div>`
  }`
}

/** "Firefox on Linux": what a person knows a browser by. */
export function browserName(userAgent: string | null): string {
  const text = userAgent ?? ''
  const browser = [
    [/\bEdg/, 'Edge'],
    [/\bFirefox\//, 'Firefox'],
    [/\bChrom(e|ium)\//, 'Chrome'],
    [/\bSafari\//, 'Safari'],
  ] as const
  const system = [
    [/iPhone|iPad/, 'iOS'],
    [/Android/, 'Android'],
    [/Windows/, 'Windows'],
    [/Mac OS X/, 'macOS'],
    [/Linux/, 'Linux'],
  ] as const
  const name = browser.find(([pattern]) => pattern.test(text))?.[1] ?? 'A browser'
  const on = system.find(([pattern]) => pattern.test(text))?.[1]
  return on ? `${name} on ${on}` : name
}
