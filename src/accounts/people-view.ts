import { type Role, roles } from '../lib/context.ts'
import { type Html, html } from '../lib/html.ts'
import { state, type Tone } from '../lib/mark.ts'
import { isAtLeast } from '../lib/roles.ts'
import { act, confirmation, linkButton, submit } from '../web/console/buttons.ts'
import { facts } from '../web/console/code.ts'
import { type FormState, field, problemSummary, select } from '../web/console/forms.ts'
import { copyable } from '../web/console/marks.ts'
import { section } from '../web/console/section.ts'
import { table } from '../web/console/tables.ts'
import { ago, type Clock, moment } from '../web/console/times.ts'
import type { Sent } from './mail-link.ts'
import { type User, userState } from './users.ts'

const states: Record<string, readonly [Tone, string]> = {
  active: ['working', 'Active'],
  invited: ['notice', 'Invited'],
  disabled: ['notice', 'Disabled'],
}

export const personState = (user: User): Html => {
  const [tone, word] = states[userState(user)] ?? ['notice', userState(user)]
  return state(tone, word)
}

export const invite = linkButton('Invite a person', '/console/settings/people/new', 'primary')

export const peopleList = (users: readonly User[], older: string | null, clock: Clock): Html =>
  table({
    caption: 'People who can sign in',
    columns: [
      { label: 'Person', kind: 'main' },
      { label: 'State' },
      { label: 'Role' },
      { label: 'Address' },
      { label: 'Since', kind: 'aside', labelled: true },
    ],
    rows: users.map((user) => ({
      href: `/console/settings/people/${user.id}`,
      cells: [user.name, personState(user), user.role, user.email, ago(user.created_at, clock)],
    })),
    older,
    empty: html`<p class="quiet-text">Nobody can sign in yet. <code>bin/upfront user</code> makes the first person.</p>`,
  })

const roleMeans: Record<Role, string> = {
  viewer: 'looks',
  editor: 'posts, and sets rules and messages',
  admin: 'also sets components, sources, pages, people, tokens',
  owner: 'also removes pages, and makes owners',
}

/** Roles up to one's own: nobody gives more than they have. */
export const roleChoices = (own: Role): (readonly [string, string])[] =>
  roles.filter((role) => isAtLeast(own, role)).map((role) => [role, `${role}: ${roleMeans[role]}`] as const)

export const inviteForm = (form: FormState, own: Role): Html =>
  html`<form method="post" action="/console/settings/people/new" class="form">${problemSummary(form, { email: 'E-mail address', name: 'Name', role: 'Role' })}
${field(form, { name: 'email', label: 'E-mail address', type: 'email', required: true, maxlength: 320, help: 'They sign in with it.' })}
${field(form, { name: 'name', label: 'Name', maxlength: 100, help: 'As others see it. Empty: the first part of the address.' })}
${select(form, { name: 'role', label: 'Role', choices: roleChoices(own) })}
<div class="actions">${submit('Make an invitation')}${linkButton('Cancel', '/console/settings/people', 'quiet')}</div></form>`

/** The link is told this once: only its hash is kept. */
export const linkShown = ({ user, link, mailed }: Sent): Html =>
  html`<div class="card"><p>${mailed ? html`<strong>A mail with this link is on its way to ${user.email}.</strong> Should it not come, give them the link yourself, by a way that only they read; it is shown once.` : html`<strong>This link is shown once.</strong> Send it to ${user.name}, to ${user.email}, by a way that only they read.`} It leads to where they choose a password, and works ${user.password_hash === null ? 'for a week' : 'for 30 minutes'}, once.</p><p>${copyable(link, 'Copy the link')}</p></div>
<div class="actions">${linkButton('Back to people', '/console/settings/people')}</div>`

/** One person, and what can be changed about them. */
export function personPage({
  user,
  form,
  own,
  isSelf,
  mayTouch,
  clock,
}: {
  user: User
  form: FormState
  own: Role
  isSelf: boolean
  /** Nobody changes somebody above themselves. */
  mayTouch: boolean
  clock: Clock
}): Html {
  const to = `/console/settings/people/${user.id}`
  return html`${section(
    'About',
    facts([
      ['Address', user.email],
      ['Since', moment(user.created_at, clock)],
      ['Disabled', user.disabled_at && moment(user.disabled_at, clock)],
    ]),
  )}
${
  mayTouch
    ? html`<section class="part"><h2>Change</h2><form method="post" action="${to}" class="form">${problemSummary(form, { name: 'Name', role: 'Role' })}
${field(form, { name: 'name', label: 'Name', required: true, maxlength: 100 })}
${select(form, { name: 'role', label: 'Role', choices: roleChoices(own) })}
<div class="actions">${submit('Save')}</div></form></section>
${access(user, to, isSelf)}`
    : html`<p class="note">${user.name} has a role above yours. Nobody changes somebody above themselves.</p>`
}`
}

const access = (user: User, to: string, isSelf: boolean): Html =>
  section(
    'Signing in',
    html`<div class="actions">${!user.disabled_at && act(user.password_hash === null ? 'Make a new invitation' : 'Make a link for a new password', `${to}/link`)}${
      user.disabled_at
        ? act('Let them sign in again', `${to}/enable`)
        : confirmation({
            id: 'disable',
            label: isSelf ? 'Disable yourself' : 'Disable',
            title: `Disable ${user.name}?`,
            text: `${isSelf ? 'You are' : 'They are'} signed out everywhere at once, and links to set a password stop working. What ${isSelf ? 'you' : 'they'} posted stays. It can be undone${isSelf ? ' by another admin' : ''}.`,
            to: `${to}/disable`,
            button: 'Disable',
          })
    }</div>`,
  )
