import { inOrder, type Placed } from '../components/choices.ts'
import type { Component } from '../components/find.ts'
import { type ComponentStatus, componentStatuses } from '../components/status.ts'
import { type Html, html } from '../lib/html.ts'
import { statusWord } from '../publishing/words.ts'
import { type FormState, typed } from '../web/console/forms.ts'
import { componentField, componentsIn } from './fields.ts'

/** The page's tree with a status to choose for each: what is affected in sight, the rest folded. */
export function componentFields(
  form: FormState,
  rows: readonly Component[],
  affected: ReadonlyMap<string, ComponentStatus>,
  over: boolean,
): Html {
  if (rows.length === 0) return html`<p class="quiet-text">This page has no components yet.</p>`
  const chosen = componentsIn(form.values)
  const tree = inOrder(rows)
  const inSight = tree.filter(({ component }) => affected.has(component.id) || Object.hasOwn(chosen, component.id))
  const rest = tree.filter((placed) => !inSight.includes(placed))
  const lines = (placed: readonly Placed[]) =>
    html`<ul class="statuses">${placed.map((one) => line(form, one, affected.get(one.component.id), over))}</ul>`
  const problems = form.problems.filter(({ pointer }) => pointer.startsWith('/components'))
  return html`<fieldset class="parts" id="f-components"><legend>Components</legend>${problems.map(
    ({ detail }) => html`<p class="error">${detail}</p>`,
  )}${inSight.length > 0 && lines(inSight.map((one) => ({ ...one, depth: 0 })))}${
    rest.length > 0 &&
    html`<details${inSight.length === 0 && rest.length <= 8 && html` open`}><summary>${inSight.length === 0 ? 'Choose what is affected' : `${rest.length} more`}</summary>${lines(rest)}</details>`
  }</fieldset>`
}

function line(
  form: FormState,
  { component: row, depth }: Placed,
  affected: ComponentStatus | undefined,
  over: boolean,
): Html {
  const name = componentField(row.id)
  const now = typed(form, name)
  const asItIs = affected ? `${over ? 'As it was' : 'As it is'}: ${statusWord[affected].toLowerCase()}` : 'Not affected'
  return html`<li class="depth-${Math.min(depth, 4)}"><label for="f-${name}"><bdi>${row.name}</bdi></label><select id="f-${name}" name="${name}"><option value="">${asItIs}</option>${componentStatuses.map(
    (status) => html`<option value="${status}"${status === now && html` selected`}>${statusWord[status]}</option>`,
  )}</select></li>`
}
