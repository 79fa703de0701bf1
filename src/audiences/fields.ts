import type { Context } from '../lib/context.ts'
import { type Html, html } from '../lib/html.ts'
import { type Choice, type FormState, isTicked } from '../web/console/forms.ts'
import type { Values } from '../web/page.ts'
import { listAudiences } from './find.ts'

const subscribers: Choice = ['subscribers', 'Signed-in subscribers']
const staff: Choice = ['staff', 'Staff']

export const everyone: Choice = ['everyone', 'Everybody, whatever it affects']

/** What a form asks about an incident. */
export const whoSees = {
  legend: 'Who may see this',
  nobody: 'whoever may see something that it affects',
  help: 'It holds for every post on it, and for who is told. It can be changed later.',
}

/** The audiences that a form offers, by id or by key. */
export const audienceChoices = async (ctx: Context, page: string, by: 'id' | 'key' = 'id'): Promise<Choice[]> => [
  subscribers,
  ...(await listAudiences(ctx, page)).map((one): Choice => [one[by], one.name]),
  staff,
]

/** `name`: of the field, where a form asks of several things. */
export type Asked = { legend: string; nobody: string; help: string; choices: readonly Choice[]; name?: string }

/** Check boxes for who may see a thing, folded away where nothing is chosen. `nobody`: what it means to choose none. */
export function audienceFields(form: FormState, { legend, nobody, help, choices, name = 'audiences' }: Asked): Html {
  const chosen = choices.filter(([value]) => isTicked(form, name, value))
  const wrong = form.problems.filter(({ pointer }) => pointer.startsWith(`/${name}`))
  const names = chosen.map(([, words]) => words).join(', ')
  return html`<details class="starter" id="f-${name}"${(chosen.length > 0 || wrong.length > 0) && html` open`}><summary>${legend}: <bdi>${names || nobody}</bdi></summary><fieldset class="group"><legend class="sr">${legend}</legend>${choices.map(
    ([value, words]) =>
      html`<div class="field check"><label><input type="checkbox" name="${name}" value="${value}"${isTicked(form, name, value) && html` checked`}><span><bdi>${words}</bdi></span></label></div>`,
  )}${wrong.length > 0 && html`<p class="error">${wrong.map(({ detail }) => detail).join(' ')}</p>`}<p class="help">${help}</p></fieldset></details>`
}

/** What was ticked; null where nothing was. */
export function audiencesIn(values: Values | Record<string, unknown>, name = 'audiences'): string[] | null {
  const names = [values[name] ?? []].flat().filter((one): one is string => typeof one === 'string' && one !== '')
  return names.length > 0 ? names : null
}
