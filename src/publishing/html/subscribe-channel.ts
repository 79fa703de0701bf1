import type { Medium } from '../../channels/channel.ts'
import { carriersOf } from '../../channels/index.ts'
import { byTelephone, mediumName, proofOf } from '../../channels/media.ts'
import { type Html, html } from '../../lib/html.ts'
import { type SettingField, settingFields } from '../../lib/setting-fields.ts'
import type { Frame } from '../frame.ts'

type Values = Readonly<Record<string, string | readonly string[]>>

/** Channels that a form can ask for: a browser's own notifications need a script. */
export const inForm = (offered: readonly Medium[]): Medium[] =>
  offered.filter((one) => one !== 'email' && proofOf(one) !== 'permission' && carriersOf(one).length > 0)

/** Subscribing by another channel: which, and where there. `choices` is the fieldset of components. */
export function channelForm(
  frame: Frame,
  {
    action,
    offered,
    choices,
    values = {},
    wrong = {},
  }: {
    action: string
    offered: readonly Medium[]
    choices: Html | null | false
    values?: Values
    /** What is wrong, by the names of fields. */
    wrong?: Record<string, string>
  },
): Html {
  const { words } = frame
  const media = inForm(offered)
  const chosen = media.length === 1 ? media[0] : values.channel
  return html`<form class="subscribe" method="post" action="${action}">
<fieldset class="by"><legend>${words.text('by.how')}</legend>${media.map(
    (medium) =>
      html`<div class="by-one"><label><input type="radio" name="channel" value="${medium}" required${medium === chosen && html` checked`}> <span>${nameOf(frame, medium)}</span></label><div class="by-fields">${fields(frame, medium, values, wrong)}</div></div>`,
  )}</fieldset>
${choices}
<p class="trap" aria-hidden="true"><label for="website-by">${words.text('subscribe.website')}</label><input id="website-by" name="website" type="text" tabindex="-1" autocomplete="off"></p>
<p><button type="submit">${words.text('by.send')}</button></p>
</form>`
}

/** What readers call a channel: a name of its maker, or a word. */
export function nameOf({ words }: Frame, medium: Medium): string {
  if (medium === 'sms') return words.text('by.sms')
  if (medium === 'voice') return words.text('by.voice')
  return medium === 'webhook' ? words.text('by.webhook') : mediumName(medium)
}

function fields(frame: Frame, medium: Medium, values: Values, wrong: Record<string, string>): Html {
  const all = settingFields(carriersOf(medium)[0]!.target)
  const input = (one: SettingField) => fieldOf(medium, one, values, wrong)
  // A secret to check our signatures with is ours to make, where nobody brings one along.
  const isFirst = ({ required, secret }: SettingField) => required && !(secret && proofOf(medium) === 'answer')
  const rest = all.filter((one) => !isFirst(one))
  // What vendors ask for is in English, as they write it.
  return html`<div${frame.words.lang !== 'en' && html` lang="en" dir="ltr"`}>${all.filter(isFirst).map(input)}</div>${rest.length > 0 && html`<details><summary>${frame.words.text('by.more')}</summary><div${frame.words.lang !== 'en' && html` lang="en" dir="ltr"`}>${rest.map(input)}</div></details>`}`
}

function fieldOf(medium: Medium, field: SettingField, values: Values, wrong: Record<string, string>): Html {
  const name = `${medium}.${field.name}`
  const id = `by-${medium}-${field.name}`
  const typed = field.secret ? '' : ([values[name] ?? field.usual].flat()[0] ?? '')
  const says = wrong[name]
  const facts = html`id="${id}" name="${name}"${says && html` aria-invalid="true"`} aria-describedby="${id}-help"`
  const control =
    field.kind === 'choice'
      ? html`<select ${facts}>${!field.required && html`<option value=""></option>`}${field.choices.map((one) => html`<option${one === typed && html` selected`}>${one}</option>`)}</select>`
      : field.kind === 'switch'
        ? html`<input type="checkbox" ${facts} value="on"${values[name] !== undefined && html` checked`}>`
        : html`<input type="text" ${facts}${byTelephone.includes(medium) && html` inputmode="tel"`} value="${typed}" maxlength="2000" autocomplete="off" spellcheck="false" autocapitalize="off">`
  return html`<p><label for="${id}">${field.label}</label> ${control}<span class="help" id="${id}-help"${says && html` role="alert"`}>${says ?? field.help}</span></p>`
}
