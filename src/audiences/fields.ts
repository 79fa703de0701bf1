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

/** The audiences that a form offers, by id. */
export const audienceChoices = async (ctx: Context, page: string): Promise<Choice[]> => [
  subscribers,
  ...(await listAudiences(ctx, page)).map(({ id, name }): Choice => [id, name]),
  staff,
]

export type Asked = { legend: string; nobody: string; help: string; choices: readonly Choice[] }

/** Check boxes for who may see a thing, folded away where nothing is chosen. `nobody`: what it means to choose none. */
export function audienceFields(form: FormState, { legend, nobody, help, choices }: Asked): Html {
  const chosen = choices.filter(([value]) => isTicked(form, 'audiences', value))
  const wrong = form.problems.filter(({ pointer }) => pointer.startsWith('/audiences'))
  const names = chosen.map(([, name]) => name).join(', ')
  return html`<details class="starter" id="f-audiences"${(chosen.length > 0 || wrong.length > 0) && html` open`}><summary>${legend}: <bdi>${names || nobody}</bdi></summary><fieldset class="group"><legend class="sr">${legend}</legend>${choices.map(
    ([value, name]) =>
      html`<div class="field check"><label><input type="checkbox" name="audiences" value="${value}"${isTicked(form, 'audiences', value) && html` checked`}><span><bdi>${name}</bdi></span></label></div>`,
  )}${wrong.length > 0 && html`<p class="error">${wrong.map(({ detail }) => detail).join(' ')}</p>`}<p class="help">${help}</p></fieldset></details>`
}

/** What was ticked; null where nothing was. */
export function audiencesIn(values: Values | Record<string, unknown>): string[] | null {
  const names = [values.audiences ?? []].flat().filter((one): one is string => typeof one === 'string' && one !== '')
  return names.length > 0 ? names : null
}
