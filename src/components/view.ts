import { audienceFields } from '../audiences/fields.ts'
import { type Html, html } from '../lib/html.ts'
import type { Page } from '../pages/find.ts'
import { translationFields } from '../pages/translation-fields.ts'
import { linkButton, submit } from '../web/console/buttons.ts'
import { empty } from '../web/console/empty.ts'
import { type FormState, field, problemSummary, select, textarea } from '../web/console/forms.ts'
import { fileChip } from '../web/console/marks.ts'
import { section } from '../web/console/section.ts'
import { inOrder } from './choices.ts'
import type { Component } from './find.ts'
import { componentState } from './marks.ts'
import type { ComponentStatus } from './status.ts'

export type PageTree = { page: Page; rows: readonly Component[]; shown: ReadonlyMap<string, ComponentStatus> }

export const addComponent = (page: string) =>
  linkButton('Add a component', `/console/components/new?page=${page}`, 'primary')

/** The trees of the pages, each component with what the page shows. */
export const trees = (all: readonly PageTree[], mayChange: boolean): Html =>
  all.length === 1
    ? tree(all[0]!, mayChange)
    : html`${all.map((one) => section(one.page.name, tree(one, mayChange), { actions: mayChange && html`<a href="/console/components/new?page=${one.page.slug}">Add a component</a>` }))}`

function tree({ page, rows, shown }: PageTree, mayChange: boolean): Html {
  if (rows.length === 0)
    return empty({
      title: `${page.name} has no components yet`,
      text: 'A component is a part of your service that can fail by itself, in words that readers use: “Web app”, “Card payments”.',
      action: mayChange && addComponent(page.slug),
    })
  return html`<ul class="tree">${inOrder(rows).map(({ component, depth }) => {
    const siblings = rows.filter(({ parent_id }) => parent_id === component.parent_id)
    return html`<li class="depth-${Math.min(depth, 6)}"><span><a class="tree-name" href="/console/components/${component.id}"><bdi>${component.name}</bdi></a>${component.managed_by && fileChip(component.managed_by)}</span>${componentState(shown.get(component.id) ?? 'operational')}${mayChange && component.managed_by === null && arrows(component, siblings)}</li>`
  })}</ul>`
}

function arrows(component: Component, siblings: readonly Component[]): Html {
  const at = siblings.indexOf(component)
  const arrow = (way: 'up' | 'down', sign: string) =>
    html`<button type="submit" class="button small ${way}" name="way" value="${way}"><span class="sr">Move <bdi>${component.name}</bdi> ${way}</span><span aria-hidden="true">${sign}</span></button>`
  return html`<form method="post" action="/console/components/${component.id}/move" class="order">${at > 0 && arrow('up', '↑')}${at < siblings.length - 1 && arrow('down', '↓')}</form>`
}

const rollUpChoices = [
  ['worst', 'The worst of its parts'],
  ['best', 'The best of its parts: one that works is enough'],
  ['own', 'Its own alone; parts do not count'],
] as const

export const componentForm = ({
  form,
  to,
  isNew,
  page,
  parents,
  audiences,
}: {
  form: FormState
  to: string
  isNew: boolean
  page: Page
  parents: readonly (readonly [string, string])[]
  audiences: readonly (readonly [string, string])[]
}): Html =>
  html`<form method="post" action="${to}" class="form" data-keep="${to}">
${problemSummary(form, { name: 'Name', key: 'Key', description: 'Description', tags: 'Tags', parent: 'Part of', rollUp: 'It shows', audiences: 'Who may see it' })}
${isNew && html`<input type="hidden" name="page" value="${page.id}">`}
${field(form, { name: 'name', label: 'Name', required: true, maxlength: 255, help: 'As readers call it.' })}
${isNew && field(form, { name: 'key', label: 'Key', maxlength: 63, code: true, help: 'For rules and files. Empty: made from the name. It stays.' })}
${textarea(form, { name: 'description', label: 'Description', rows: 2, maxlength: 2000, help: 'One sentence on the page, for those who do not know the name.' })}
${translationFields(form, page, [
  { name: 'name', label: 'Name', maxlength: 255 },
  { name: 'description', label: 'Description', maxlength: 2000, rows: 2 },
])}
${select(form, { name: 'parent', label: 'Part of', choices: [['', 'Nothing: it stands at the top'], ...parents] })}
${select(form, { name: 'rollUp', label: 'With parts below, it shows', choices: rollUpChoices })}
${textarea(form, { name: 'tags', label: 'Tags', rows: 2, code: true, placeholder: 'region: us', help: 'Names and values, one a line, to select components by.' })}
${audienceFields(form, {
  legend: 'Who may see it',
  nobody: 'whoever sees what it is part of',
  help: 'It holds for its parts too. Who may not see it finds no trace of it: not in figures, feeds or mail.',
  choices: audiences,
})}
<div class="actions">${submit(isNew ? 'Add this component' : 'Save')}${linkButton('Cancel', isNew ? '/console/components' : to.replace(/\/edit$/, ''), 'quiet')}</div>
</form>`
