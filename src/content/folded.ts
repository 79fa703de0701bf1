import { type Html, html } from '../lib/html.ts'
import type { FormState } from '../web/console/forms.ts'

/**
 * A part of the form, folded away with what it holds beside its name; open where something in it is wrong, or was asked for.
 * `names`: how the names of its fields begin.
 */
export function folded(
  form: FormState,
  { legend, holds, names, body }: { legend: string; holds: string; names: readonly string[]; body: Html },
): Html {
  const isWrong = form.problems.some(({ pointer }) => names.some((name) => pointer.startsWith(`/${name}`)))
  const isAsked = names.includes([form.values.more ?? ''].flat()[0] ?? '')
  return html`<details class="starter"${(isWrong || isAsked) && html` open`}><summary>${legend}: <bdi>${holds || 'none'}</bdi></summary><fieldset class="group"><legend class="sr">${legend}</legend>${body}</fieldset></details>`
}
