import type { Medium } from '../../channels/channel.ts'
import { carriersOf } from '../../channels/index.ts'
import { byTelephone, mediumName, proofOf } from '../../channels/media.ts'
import { isForReaders, readerWords } from '../../channels/reader-fields.ts'
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
    hasSlackApp = false,
    choices,
    values = {},
    wrong = {},
  }: {
    action: string
    offered: readonly Medium[]
    /** Slack asks for the channel itself, where no webhook is typed. */
    hasSlackApp?: boolean
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
<input type="hidden" name="language" value="${words.lang}">
<fieldset class="by"><legend>${words.text('by.how')}</legend>${media.map(
    (medium) =>
      html`<div class="by-one"><label><input type="radio" name="channel" value="${medium}" required${medium === chosen && html` checked`}> <span>${nameOf(frame, medium)}</span></label><div class="by-fields">${medium === 'slack' && hasSlackApp ? inSlack(frame, values, wrong) : fields(frame, medium, values, wrong)}</div></div>`,
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

/** Nothing is to be typed: the next step asks. Whoever has a webhook may give it. */
const inSlack = (frame: Frame, values: Values, wrong: Record<string, string>): Html =>
  html`<p>${frame.words.text('by.slack')}</p><details${Object.keys(wrong).some((name) => name.startsWith('slack.')) && html` open`}><summary>${frame.words.text('by.slack_own')}</summary>${fields(frame, 'slack', values, wrong)}</details>`

function fields(frame: Frame, medium: Medium, values: Values, wrong: Record<string, string>): Html {
  const all = settingFields(carriersOf(medium)[0]!.target).filter(({ name }) => isForReaders(medium, name))
  const input = (one: SettingField) => fieldOf(frame, medium, one, values, wrong)
  const rest = all.filter(({ required }) => !required)
  return html`${all.filter(({ required }) => required).map(input)}${
    rest.length > 0 &&
    html`<details${rest.some(({ name }) => wrong[`${medium}.${name}`]) && html` open`}><summary>${frame.words.text('by.more')}</summary>${rest.map(input)}</details>`
  }`
}

function fieldOf(
  frame: Frame,
  medium: Medium,
  field: SettingField,
  values: Values,
  wrong: Record<string, string>,
): Html {
  const name = `${medium}.${field.name}`
  const id = `by-${medium}-${field.name}`
  const typed = field.secret ? '' : ([values[name] ?? field.usual].flat()[0] ?? '')
  const says = wrong[name]
  const { label, help, isOurs } = worded(frame, medium, field)
  const facts = html`id="${id}" name="${name}"${says && html` aria-invalid="true"`} aria-describedby="${says && html`${id}-wrong `}${id}-help"`
  const control =
    field.kind === 'choice'
      ? html`<select ${facts}>${!field.required && field.usual === '' && html`<option value=""></option>`}${field.choices.map((one) => html`<option${one === typed && html` selected`}>${one}</option>`)}</select>`
      : field.kind === 'switch'
        ? html`<input type="checkbox" ${facts} value="on"${values[name] !== undefined && html` checked`}>`
        : html`<input type="text" dir="ltr" ${facts}${byTelephone.includes(medium) ? html` inputmode="tel" autocomplete="tel"` : html` autocomplete="off"`} value="${typed}" maxlength="2000" spellcheck="false" autocapitalize="off">`
  const said = says && (frame.words.lang === 'en' ? sentence(says) : frame.words.text('by.wrong'))
  // What a vendor calls its own is English, as the vendor writes it.
  return html`<p${!isOurs && frame.words.lang !== 'en' && html` lang="en" dir="ltr"`}><label for="${id}">${label}</label> ${control}${said && html`<span class="help" id="${id}-wrong" role="alert">${said}</span>`}<span class="help" id="${id}-help">${help}</span></p>`
}

/** In the reader's language where the page has words for it. */
function worded({ words }: Frame, medium: Medium, { name, label, help }: SettingField) {
  const known = readerWords(medium, name)
  if (!known) return { label, help, isOurs: false }
  const foreign = (text: string) => html`<bdi dir="ltr">${text}</bdi>`
  if (known.words === 'name') return { label: words.text('by.name'), help: foreign('#status'), isOurs: true }
  if (known.words === 'format')
    return { label: words.text('by.format'), help: words.text('by.format_help'), isOurs: true }
  if (known.words === 'chat') {
    const { channel, where, start } = known
    const values = { channel: foreign(channel), where: foreign(where), start: foreign(start) }
    return { label: words.text('by.chat'), help: words.html('by.chat_help', values), isOurs: true }
  }
  const example = foreign(known.example)
  return known.words === 'number'
    ? { label: words.text('by.number'), help: words.html('by.number_help', { example }), isOurs: true }
    : { label: words.text('by.endpoint'), help: words.html('by.endpoint_help', { example }), isOurs: true }
}

const sentence = (detail: string) => `${detail.slice(0, 1).toUpperCase()}${detail.slice(1).replace(/[.]$/, '')}.`
