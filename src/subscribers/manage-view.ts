import { type Html, html } from '../lib/html.ts'
import { zoneList } from '../lib/zone-list.ts'
import type { Frame } from '../publishing/frame.ts'
import { languages } from '../publishing/languages/index.ts'
import { digestChoices, impactChoices, phaseChoices, subjectKinds, type Wishes } from './preferences.ts'
import { type Choosable, choices } from './view.ts'

/** What the owner of a manage link sees. */
export type Managed = Choosable & {
  /** Masked, or what the destination is called. */
  address: string
  action: string
  state: string
  /**
   * They have just subscribed; or what came of the choice before: saved, or left as it was, as something chosen is gone
   * from the page or is wrong.
   */
  came: 'begun' | 'saved' | 'gone' | null
  canUndo: boolean
  /** Whether several posts can come in one message there. */
  takesDigest: boolean
  locked: boolean
  wished: boolean
  wishes: Wishes
  /** Tags of the page's components, "region:eu". */
  tags: readonly string[]
  /** Of the only incident that they follow. */
  onlyTitle: string | null
  zone: string
  /** Their other destinations on this page, where they are known to be theirs. */
  others: readonly { label: string; url: string }[]
}

export function manage(frame: Frame, it: Managed): Html {
  const { words } = frame
  const address = html`<bdi>${it.address}</bdi>`
  if (it.state === 'suppressed' || it.state === 'quarantined')
    return said(words.text('manage.refused'), words.html('manage.refused_lede', { address }))
  if (it.state === 'unconfirmed')
    return said(words.text('manage.waiting'), words.html('manage.waiting_lede', { address }))
  if (it.state === 'unsubscribed') return ended(frame, it, address)
  return html`<h1 class="page-title">${words.text('manage.heading')}</h1>
${it.came === 'begun' && html`<p role="status">${words.text('confirm.done')}.</p>`}${it.came === 'saved' && html`<p role="status">${words.text('manage.saved')}</p>`}${it.came === 'gone' && html`<div role="alert"><p>${words.text('manage.gone')}</p></div>`}
<p class="lede">${words.html('manage.to', { address })}</p>
${it.locked ? locked(frame, it, address) : html`${it.onlyTitle !== null ? onlyOne(frame, it) : form(frame, it)}${leave(frame, it.action)}`}
${it.others.length > 0 && html`<section aria-labelledby="others"><h2 id="others">${words.text('manage.others')}</h2><ul class="links">${it.others.map(({ label, url }) => html`<li><a href="${url}"><bdi>${label}</bdi></a></li>`)}</ul></section>`}`
}

const said = (title: string, lede: Html): Html => html`<h1 class="page-title">${title}</h1>
<p class="lede">${lede}</p>`

const ended = ({ words }: Frame, { action, canUndo }: Managed, address: Html): Html =>
  html`${said(words.text('manage.stopped'), words.html('manage.stopped_lede', { address }))}
${canUndo && html`<form method="post" action="${action}/undo"><p>${words.text('manage.mistake')}</p><p><button type="submit">${words.text('manage.undo')}</button></p></form>`}`

const locked = ({ words }: Frame, { action, wished }: Managed, address: Html): Html =>
  html`<p>${words.html('manage.locked', { address })}</p>
${wished ? html`<p role="status">${words.text('manage.wished')}</p>` : html`<form method="post" action="${action}"><p><button type="submit" name="unsubscribe" value="yes">${words.text('manage.ask')}</button></p></form>`}`

const leave = ({ words }: Frame, action: string): Html =>
  html`<section id="unsubscribe" aria-labelledby="stop"><h2 id="stop">${words.text('manage.stop')}</h2>
<p>${words.text('manage.stop_help')}</p>
<form method="post" action="${action}"><p><button type="submit" name="unsubscribe" value="yes">${words.text('manage.stop')}</button></p></form></section>`

const onlyOne = ({ words }: Frame, { action, onlyTitle }: Managed): Html =>
  html`<p>${words.html('manage.only', { title: html`<bdi>${onlyTitle}</bdi>` })}</p>
<form method="post" action="${action}/choice"><p><input type="hidden" name="only" value="no"><button type="submit">${words.text('manage.only_end')}</button></p></form>`

function form(frame: Frame, it: Managed): Html {
  const { words } = frame
  const { wishes } = it
  return html`<form class="subscribe" method="post" action="${it.action}/choice">
<input type="hidden" name="all" value="yes">
${choices(words.text('subscribe.what'), it, frame)}
${
  it.tags.length > 0 &&
  group(
    words.text('manage.tags'),
    boxes(
      'tags',
      it.tags.map((tag) => [tag, tag.replace(':', ': ')]),
      wishes.tags,
    ),
  )
}
${group(
  words.text('manage.kinds'),
  boxes(
    'kinds',
    subjectKinds.map((kind) => [kind, words.text(`kind.${kind}`)]),
    wishes.kinds ?? subjectKinds,
  ),
)}
${select(
  words.text('manage.phases'),
  'phases',
  phaseChoices.map((one) => [one, words.text(`phases.${one}`)]),
  wishes.phases,
)}
${select(words.text('manage.least'), 'leastImpact', [['', words.text('least.any')], ...impactChoices.map((one) => [one, one === 'critical' ? words.text('impact.critical') : words.text('least.from', { impact: words.text(`impact.${one}`) })] as const)], wishes.leastImpact ?? '')}
${select(
  words.text('manage.language'),
  'language',
  languages.map(({ lang, name }) => [lang, name]),
  words.lang,
)}
${it.takesDigest && select(words.text('manage.when'), 'digest', [['', words.text('when.at_once')], ...digestChoices.map((one) => [one, words.text(`when.${one}`)] as const)], wishes.digest ?? '')}
${quiet(frame, it)}
${it.takesDigest ? html`<div class="choices">${box('monthlySummary', 'yes', words.text('manage.summary'), wishes.monthlySummary)}</div>` : html`<p class="help">${words.text('manage.by_mail')}</p>`}
<p><button type="submit">${words.text('manage.save')}</button></p>
</form>`
}

function quiet({ words }: Frame, { wishes: { quietHours }, zone }: Managed): Html {
  const time = (name: string, label: string, value: string) =>
    html`<p><label for="${name}">${label}</label><input id="${name}" name="${name}" type="time" value="${value}"></p>`
  return group(
    words.text('manage.quiet'),
    html`<p class="help">${words.text('manage.quiet_help')}</p>${time('quietFrom', words.text('manage.from'), quietHours?.from ?? '')}${time('quietUntil', words.text('manage.until'), quietHours?.until ?? '')}
<p><label for="quietZone">${words.text('manage.zone')}</label><input id="quietZone" name="quietZone" type="text" list="zones" maxlength="100" autocomplete="off" spellcheck="false" value="${quietHours?.timeZone ?? zone}">${zoneList('zones')}</p>
<div class="choices">${box('exceptCritical', 'yes', words.text('manage.critical'), quietHours?.exceptCritical ?? true)}</div>`,
  )
}

type Option = readonly [value: string, label: string]

const group = (legend: string, body: Html): Html => html`<fieldset><legend>${legend}</legend>${body}</fieldset>`

const boxes = (name: string, options: readonly Option[], chosen: readonly string[]): Html =>
  html`<ul class="choices">${options.map(([value, label]) => html`<li>${box(name, value, label, chosen.includes(value))}</li>`)}</ul>`

const box = (name: string, value: string, label: string, checked: boolean): Html =>
  html`<label><input type="checkbox" name="${name}" value="${value}"${checked && html` checked`}> <span>${label}</span></label>`

const select = (label: string, name: string, options: readonly Option[], chosen: string): Html =>
  html`<p><label for="${name}">${label}</label><select id="${name}" name="${name}">${options.map(([value, text]) => html`<option value="${value}"${value === chosen && html` selected`}>${text}</option>`)}</select></p>`
