import type { Medium } from '../channels/channel.ts'
import { takesDigest } from '../channels/media.ts'
import { type Html, html } from '../lib/html.ts'
import { zoneList } from '../lib/zone-list.ts'
import { languageOf, languages } from '../publishing/languages/index.ts'
import { wordsOf } from '../publishing/languages/words.ts'
import { submit } from '../web/console/buttons.ts'
import { type Choice, checkbox, type FormState, field, fieldset, problemSummary, select } from '../web/console/forms.ts'
import { section } from '../web/console/section.ts'
import { follow } from './console-view.ts'
import { digestChoices, impactChoices, phaseChoices, subjectKinds } from './preferences.ts'

export type ChoiceForm = {
  id: string
  medium: Medium
  form: FormState
  components: readonly Choice[]
  tags: readonly string[]
  /** Of the one incident that it hears about. */
  onlyTitle: string | null
}

/** All that a subscriber can wish, as on the page that readers have for it, in the same words. */
export const choicePart = (it: ChoiceForm): Html =>
  section(
    'What it hears about',
    html`<form method="post" action="/console/subscribers/${it.id}/choice" class="form"><input type="hidden" name="all" value="yes">
${problemSummary(it.form, labels)}
${it.onlyTitle !== null && checkbox(it.form, { name: 'only', value: 'no', label: `Hears about one incident only: ${it.onlyTitle}. Tick to let it hear about everything chosen below.` })}
${follow(it.form, it.components, labels.components)}${picks(
  it.form,
  'tags',
  labels.tags,
  it.tags.map((tag) => [tag, tag.replace(':', ': ')]),
)}
${picks(
  it.form,
  'kinds',
  labels.kinds,
  subjectKinds.map((one) => [one, en.text(`kind.${one}`)]),
)}
<div class="pair">${select(it.form, { name: 'phases', label: labels.phases, choices: phaseChoices.map((one) => [one, en.text(`phases.${one}`)]) })}
${select(it.form, { name: 'leastImpact', label: labels.leastImpact, choices: impacts })}
${select(it.form, { name: 'language', label: labels.language, choices: [['', 'That of the page'], ...languages.map(({ lang, name }) => [lang, name] as const)] })}
${takesDigest(it.medium) && select(it.form, { name: 'digest', label: labels.digest, choices: [['', en.text('when.at_once')], ...digestChoices.map((one) => [one, en.text(`when.${one}`)] as const)] })}</div>
${quiet(it.form)}
${takesDigest(it.medium) ? checkbox(it.form, { name: 'monthlySummary', value: 'yes', label: labels.monthlySummary }) : html`<p class="quiet-text">${en.text('manage.by_mail')}</p>`}
<div class="actions">${submit('Save what it hears about', { look: 'plain' })}</div></form>`,
    { id: 'choice' },
  )

const en = wordsOf(languageOf('en'))

const labels = {
  components: 'Components',
  tags: en.text('manage.tags'),
  kinds: en.text('manage.kinds'),
  phases: en.text('manage.phases'),
  leastImpact: en.text('manage.least'),
  language: en.text('manage.language'),
  digest: en.text('manage.when'),
  quietFrom: en.text('manage.from'),
  quietUntil: en.text('manage.until'),
  quietZone: en.text('manage.zone'),
  monthlySummary: en.text('manage.summary'),
}

const impacts: readonly Choice[] = [
  ['', en.text('least.any')],
  ...impactChoices.map((one): Choice => {
    const impact = en.text(`impact.${one}`)
    return [one, one === 'critical' ? impact : en.text('least.from', { impact })]
  }),
]

const picks = (form: FormState, name: string, legend: string, options: readonly Choice[]): Html | false =>
  options.length > 0 &&
  html`<fieldset class="choice" id="f-${name}"><legend>${legend}</legend><div class="picks column">${options.map(
    ([value, label]) => checkbox(form, { name, label, value }),
  )}</div></fieldset>`

const quiet = (form: FormState): Html =>
  fieldset(
    en.text('manage.quiet'),
    html`<p class="help">${en.text('manage.quiet_help')}</p><div class="pair">${field(form, { name: 'quietFrom', label: labels.quietFrom, type: 'time' })}${field(form, { name: 'quietUntil', label: labels.quietUntil, type: 'time' })}</div>
${field(form, { name: 'quietZone', label: labels.quietZone, maxlength: 100, code: true, list: 'zones' })}${zoneList('zones')}
${checkbox(form, { name: 'exceptCritical', value: 'yes', label: 'What is said of a critical impact comes at once' })}`,
  )
