import { documentation } from '../channel-accounts/view-account.ts'
import { channelSteps, hookToCome } from '../channel-accounts/words.ts'
import type { Channel } from '../channels/channel.ts'
import { mediumName } from '../channels/media.ts'
import { type Html, html } from '../lib/html.ts'
import { settingFields } from '../lib/setting-fields.ts'
import { act, confirmation, linkButton, submit } from '../web/console/buttons.ts'
import { empty } from '../web/console/empty.ts'
import { checkbox, type FormState, field, problemSummary, select } from '../web/console/forms.ts'
import { fileChip, state } from '../web/console/marks.ts'
import { section } from '../web/console/section.ts'
import { settingInputs } from '../web/console/setting-inputs.ts'
import { isPaused, type WorldChannel, worldKinds } from './find.ts'

export const targetPrefix = 'target.'

/** What a page has of its own, each with what can be done about it. */
export const worldList = (base: string, rows: readonly WorldChannel[], mayChange: boolean): Html =>
  rows.length === 0
    ? empty({
        title: 'The page says nothing to the world by itself',
        text: 'Choose a channel below: your account on X or Mastodon, your page on Facebook or LinkedIn, a room that everybody reads.',
      })
    : section('Where it speaks', html`${rows.map((row) => card(base, row, mayChange))}`)

function card(base: string, row: WorldChannel, mayChange: boolean): Html {
  const to = `${base}/${row.id}`
  const name = row.label ?? row.key
  return html`<article class="card"><div class="card-head"><h3>${mediumName(row.channel as Channel['medium'])}</h3>${stateOf(row)}</div><p><bdi>${name}</bdi>${row.managed_by && html` ${fileChip(row.managed_by)}`}</p>${row.reason && !isPaused(row) && html`<p class="quiet-text">${row.reason}</p>`}${
    mayChange &&
    html`<div class="actions">${confirmation({
      id: `test-${row.id}`,
      label: 'Post a test',
      look: 'plain',
      title: `Post a test by ${name}?`,
      text: 'Everybody there sees it. It says that it is a test, and that nothing is wrong.',
      to: `${to}/test`,
      button: 'Post the test',
    })}${
      row.managed_by === null &&
      html`${linkButton('Edit', to)}${row.state === 'active' ? act('Pause', `${to}/pause`, 'plain', { paused: 'yes' }) : act('Let it speak again', `${to}/pause`, 'plain', { paused: 'no' })}${confirmation(
        {
          id: `remove-${row.id}`,
          label: 'Remove',
          title: `Remove ${name}?`,
          text: 'Nothing more is posted there, and its keys are forgotten. What it said stays where it was said.',
          to: `${to}/remove`,
          button: 'Remove it',
        },
      )}`
    }</div>`
  }</article>`
}

function stateOf(row: WorldChannel): Html {
  if (isPaused(row)) return state('notice', 'Paused')
  return row.state === 'active' ? state('working', 'Active') : state('major', 'Stopped')
}

/** Whatever can speak to the world, to choose from. */
export const worldCards = (base: string): Html =>
  section(
    'Add a channel',
    html`<ul class="tiles">${worldKinds().map(
      ({ medium, name }) => html`<li><a class="tile" href="${base}/new/${medium}"><strong>${name}</strong></a></li>`,
    )}</ul>`,
  )

const kinds = [
  ['incident', 'Incidents'],
  ['maintenance', 'Planned work'],
  ['notice', 'Notices'],
  ['post_mortem', 'Post-mortems'],
] as const
const phases = [
  ['all', 'Every post'],
  ['first_and_last', 'The first and the last'],
  ['last', 'The last alone'],
] as const
const impacts = [
  ['', 'Any'],
  ['minor', 'Minor or worse'],
  ['major', 'Major or worse'],
  ['critical', 'Critical'],
] as const

/** The form of a channel to the world, new or there already. */
export function worldForm({
  channel,
  form,
  base,
  one,
  connect = null,
  install = null,
  secrets = {},
}: {
  channel: Channel
  /** Where an account is connected that carries it, where there is none yet. */
  connect?: string | null
  /** Where Slack itself asks for the channel. */
  install?: string | null
  form: FormState
  base: string
  one: WorldChannel | null
  secrets?: Record<string, string>
}): Html {
  const fields = settingFields(channel.target)
  const labels = Object.fromEntries(fields.map(({ name, label }) => [targetPrefix + name, label]))
  return html`<form method="post" action="${base}/${one ? one.id : `new/${channel.medium}`}" class="form">
${problemSummary(form, { ...labels, key: 'Key' })}${connect && html`<p class="note">No account of yours carries this yet: <a href="${connect}">connect ${channel.name}</a>, with its keys. What is added here speaks from then on.</p>`}
${!one && install && section('Add to Slack', html`<p>Slack shows its channels and asks which one it is to be. Nothing else is to be typed.</p><div class="actions">${linkButton('Add to Slack', install, 'primary')}</div><p class="quiet-text">Or take a webhook, as below.</p>`)}
${!one && section('Before you begin', html`${channelSteps(channel, hookToCome)}${documentation(channel)}`)}
${!one && field(form, { name: 'key', label: 'Key', required: true, maxlength: 63, code: true, help: 'For files and the API: they name the channel by it. It stays.' })}
${settingInputs(form, `What ${channel.name} needs`, fields, targetPrefix, secrets)}
<fieldset class="choice" id="f-kinds"><legend>What is posted there</legend><div class="picks column">${kinds.map(([value, label]) => checkbox(form, { name: 'kinds', label, value }))}</div><p class="help">None ticked: everything.</p></fieldset>
${select(form, { name: 'phases', label: 'Of one incident', choices: phases })}
${select(form, { name: 'leastImpact', label: 'Impact of incidents', choices: impacts })}
<div class="actions">${submit(one ? 'Save' : 'Add this channel')}${linkButton('Cancel', base, 'quiet')}</div>
</form>`
}
