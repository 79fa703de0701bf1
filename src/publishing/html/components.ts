import { type Html, html } from '../../lib/html.ts'
import type { ComponentNode } from '../snapshot.ts'
import { flatten } from '../tree.ts'
import { statusTone, statusWord } from '../words.ts'
import { state } from './mark.ts'

/** The tree of components. Groups fold; those with something wrong inside, and all of a small page, start unfolded. */
export function components(roots: ComponentNode[]): Html {
  if (roots.length === 0) return html`<p class="empty">No components are listed on this page yet.</p>`
  return branch(roots, flatten(roots).length <= 12)
}

const branch = (nodes: ComponentNode[], unfold: boolean): Html =>
  html`<ul class="tree">${nodes.map((node) => html`<li>${node.children.length > 0 ? group(node, unfold) : part(node)}</li>`)}</ul>`

function group(node: ComponentNode, unfold: boolean): Html {
  const trouble = flatten(node.children).some((placed) => placed.node.status !== 'operational')
  return html`<details id="part-${node.id}"${(unfold || trouble) && html` open`}><summary class="part">${nameAndState(node)}</summary>${about(node)}${branch(node.children, unfold)}</details>`
}

const part = (node: ComponentNode): Html => html`<div class="part">${nameAndState(node)}</div>${about(node)}`

const nameAndState = (node: ComponentNode): Html =>
  html`<span class="name"><bdi>${node.name}</bdi></span> ${state(statusTone[node.status], statusWord[node.status])}`

const about = (node: ComponentNode) => node.description && html`<p class="about" dir="auto">${node.description}</p>`
