import type { Content } from '../../content/schema.ts'
import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import type { ComponentNode } from '../snapshot.ts'
import { fullName, type Placed } from '../tree.ts'
import { stateWord, toneOf } from '../unknown.ts'
import { flatList } from './components.ts'
import { state } from './mark.ts'

type Plan = NonNullable<Content['matrix']>

/**
 * Components by two of their tags, such as product by region: a table whose cells say their state in shape, word and
 * colour, and on a narrow screen a list. What lacks a tag stands below. The roles hold where the style makes it a list.
 */
export function matrix(frame: Frame, { rows, columns }: Plan): Html {
  const placed = frame.placed.filter(({ node }) => node.tags[rows] && node.tags[columns])
  const down = valuesOf(placed, rows)
  const across = valuesOf(placed, columns)
  const others = frame.placed.filter((one) => one.node.children.length === 0 && !placed.includes(one))
  const at = (row: string, column: string) =>
    placed.filter(({ node }) => node.tags[rows] === row && node.tags[columns] === column)
  return html`${
    placed.length > 0 &&
    html`<div class="matrix" role="region" aria-labelledby="components" tabindex="0"><table role="table">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col"><span class="sr">${rows}</span></th>${across.map((column) => html`<th role="columnheader" scope="col"><bdi>${column}</bdi></th>`)}</tr></thead>
<tbody role="rowgroup">${down.map(
      (row) =>
        html`<tr role="row"><th role="rowheader" scope="row"><bdi>${row}</bdi></th>${across.map((column) => cell(frame, at(row, column), column))}</tr>`,
    )}</tbody></table></div>`
  }${others.length > 0 && html`<div class="others">${flatList(frame, others, () => null)}</div>`}`
}

/** In the order of the components. */
const valuesOf = (placed: readonly Placed[], tag: string): string[] => [
  ...new Set(placed.map(({ node }) => node.tags[tag] ?? '')),
]

function cell(frame: Frame, placed: readonly Placed[], column: string): Html {
  if (placed.length === 0) return html`<td role="cell" class="none"><span aria-hidden="true">–</span></td>`
  const [first] = placed
  return html`<td role="cell" data-column="${column}">${
    first && placed.length === 1
      ? html`<span class="sr"><bdi>${fullName(first.node, first.parent)}</bdi>: </span>${said(frame, first.node)}`
      : html`<ul>${placed.map(({ node, parent }) => html`<li><bdi>${fullName(node, parent)}</bdi> ${said(frame, node)}</li>`)}</ul>`
  }</td>`
}

const said = (frame: Frame, node: ComponentNode): Html => state(toneOf(node), stateWord(frame, node))
