import type { Channel } from '../channels/channel.ts'
import { isForReaders } from '../channels/reader-fields.ts'
import { type Html, html } from '../lib/html.ts'
import { settingFields } from '../lib/setting-fields.ts'
import type { Page } from '../pages/find.ts'
import { act, confirmation, linkButton, submit } from '../web/console/buttons.ts'
import { facts } from '../web/console/code.ts'
import { type FormState, field, problemSummary } from '../web/console/forms.ts'
import { copyable, managedNote } from '../web/console/marks.ts'
import { section } from '../web/console/section.ts'
import { settingInputs } from '../web/console/setting-inputs.ts'
import { ago, type Clock } from '../web/console/times.ts'
import type { Account } from './find.ts'
import type { Health } from './health.ts'
import { kindNamed } from './kinds.ts'
import { priceOf } from './schema.ts'
import { channelSteps, hookToCome, mediumOfKind, vendorOf } from './words.ts'

type Seen = {
  account: Account
  health: Health
  /** In words, where it takes nothing just now. */
  away: Html | null
  hook: string | null
  /** Where mails can be signed here: the record of the key, if there is one. */
  signing: { record: { name: string; value: string } | null } | null
  /** Of an app for Slack: where Slack sends people back to, and for which pages a channel can be chosen. */
  slack: { redirect: string; pages: readonly Page[] } | null
  /** The box to send a test from, with what was typed. */
  test: FormState
  clock: Clock
}

export const targetPrefix = 'target.'

/** One account: how it stands, what it takes to connect it, a test, what can be done about it. */
export function accountPage(seen: Seen): Html {
  const { account, health, away, hook, clock } = seen
  const channel = kindNamed(account.kind)
  const price = priceOf(account)
  return html`${managedNote(account.managed_by)}
${away && html`<div class="problems calm"><p><strong>Paused.</strong> ${account.name} ${away}</p></div>`}${section(
  'How it stands',
  facts([
    ['Channel', mediumOfKind(account.kind)],
    ['Kind', vendorOf(account.kind)],
    ['Key', html`<code>${account.key}</code>`],
    ['Last sent', health.lastSuccessAt ? ago(health.lastSuccessAt, clock) : 'nothing yet'],
    [
      'Last failure',
      health.lastFailureAt &&
        html`${ago(health.lastFailureAt, clock)}${health.lastFailure && html`: ${health.lastFailure}`}`,
    ],
    ['Price of a message', price && `${price.amount} ${price.currency}`],
  ]),
)}
${section(
  'Connect it',
  html`<div class="flow">${channelSteps(channel, hook ?? hookToCome)}${hook && html`<p>The address of its hook, which nobody else should know:</p><p>${copyable(hook, 'Copy the address')}</p>`}${documentation(channel)}</div>`,
)}
${seen.signing && signingPart(account, seen.signing.record)}
${seen.slack && slackPart(account, seen.slack)}
${testPart(seen)}
${account.managed_by === null && danger(account, hook !== null)}`
}

/** What the vendor says itself. */
export const documentation = ({ docs, name }: Pick<Channel, 'docs' | 'name'>): Html =>
  html`<p class="quiet-text alone"><a href="${docs}" rel="noreferrer noopener">Documentation: ${name}</a></p>`

const signingPart = ({ id, managed_by }: Account, record: { name: string; value: string } | null): Html =>
  html`<div id="signing">${section(
    'Signing',
    html`<div class="flow">${
      record
        ? html`<p>Publish this TXT record, so that receivers can check the signature (DKIM):</p><p>${copyable(record.name, 'Copy the name')}</p><p>${copyable(record.value, 'Copy the value')}</p>`
        : html`<p>No key: the mail server signs, or nobody. Unsigned mail ends up as spam.</p>`
    }
<div class="actions">${managed_by === null && act(record ? 'Make a new key' : 'Make a key', `/console/channels/${id}/dkim`)}${act('Look up the records', `/console/channels/${id}/records`)}</div></div>`,
  )}</div>`

const slackPart = ({ id, enabled }: Account, { redirect, pages }: NonNullable<Seen['slack']>): Html =>
  section(
    'Add to Slack',
    html`<div class="flow"><p>In the app at Slack, under “OAuth & Permissions”, “Redirect URLs”, add this address and save it there:</p><p>${copyable(redirect, 'Copy the address')}</p>
<p>Readers then choose a channel of their workspace where they subscribe on a page that offers Slack. Choose one of your own here:</p>
${enabled ? html`<ul class="plain">${pages.map(({ id: page, name }) => html`<li><strong><bdi>${name}</bdi></strong><div class="actions">${linkButton('Add a channel for everybody', `/console/channels/${id}/install?page=${page}&as=world`)}${linkButton('Add a channel as a subscriber', `/console/channels/${id}/install?page=${page}&as=subscriber`)}</div></li>`)}</ul><p class="quiet-text">A channel for everybody hears what anybody may see, as your account on X would. A subscriber can have preferences, labels and audiences of its own.</p>` : html`<p class="quiet-text">Switch the account on first.</p>`}</div>`,
    { id: 'slack' },
  )

const testPart = ({ account, test }: Seen): Html => {
  const { medium, target } = kindNamed(account.kind)
  const fields = settingFields(target).filter(({ name }) => isForReaders(medium, name))
  const labels = Object.fromEntries(fields.map(({ name, label }) => [targetPrefix + name, label]))
  return section(
    'Send a test',
    html`<form method="post" action="/console/channels/${account.id}/test" class="form">${problemSummary(test, labels, 'Nothing was sent yet')}<p class="quiet-text">One message that says that it is a test, by this account alone. The destination is not kept.</p>${settingInputs(test, 'To', fields, targetPrefix)}<div class="actions">${submit('Send a test message', { look: 'plain' })}</div></form>`,
    { id: 'test' },
  )
}

function danger({ id, name, enabled }: Account, hasHook: boolean): Html {
  const to = `/console/channels/${id}`
  return section(
    'Change it',
    html`<div class="actions">${linkButton('Edit its settings', `${to}/edit`)}${act(enabled ? 'Switch it off' : 'Switch it on', `${to}/enable`, 'plain', { enabled: enabled ? 'no' : 'yes' })}${
      hasHook &&
      confirmation({
        id: 'rotate',
        label: 'Rotate the hook',
        look: 'plain',
        title: `Give the hook of ${name} a new address?`,
        text: 'The old address answers 404 at once. Until the vendor has the new one, bounces and answers of readers are not heard.',
        to: `${to}/rotate`,
        button: 'Make a new address',
      })
    }${confirmation({
      id: 'remove',
      label: 'Disconnect it',
      title: `Disconnect ${name}?`,
      text: 'Its settings are forgotten. Messages go by the other accounts of its channel; where there is none, they wait. What it sent stays in the ledger.',
      to: `${to}/remove`,
      button: 'Disconnect the account',
    })}</div>`,
  )
}

/** The form of an account, new or there already. */
export function accountForm({
  kind,
  form,
  to,
  isNew,
  secrets = {},
}: {
  kind: string
  form: FormState
  to: string
  isNew: boolean
  /** The ends of secrets that are set. */
  secrets?: Record<string, string>
}): Html {
  const channel = kindNamed(kind)
  const fields = settingFields(channel.settings)
  const labels = Object.fromEntries(fields.map(({ name, label }) => [settingPrefix + name, label]))
  return html`<form method="post" action="${to}" class="form">
${problemSummary(form, { ...labels, name: 'Name', key: 'Key', price: 'Price of a message' })}
${isNew && section('Before you begin', channelSteps(channel, hookToCome))}
${field(form, { name: 'name', label: 'Name', required: true, maxlength: 100, help: 'For people: what this is called in the console.' })}
${isNew && field(form, { name: 'key', label: 'Key', required: true, maxlength: 63, code: true, help: 'For files and the API: they name the account by it. It stays.' })}
${settingInputs(form, `What ${channel.name} needs`, fields, settingPrefix, secrets)}
${field(form, { name: 'price', label: 'Price of a message', code: true, maxlength: 30, placeholder: '0.0079 USD', help: 'For the estimate before a post is sent, with its currency. Empty: not counted.' })}
<div class="actions">${submit(isNew ? 'Connect this account' : 'Save')}${linkButton('Cancel', to.replace(/\/(new\/.*|edit)$/, ''), 'quiet')}</div>
</form>`
}

export const settingPrefix = 'settings.'
