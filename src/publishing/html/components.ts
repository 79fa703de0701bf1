import { type Html, html } from '../../lib/html.ts'
import type { ComponentNode } from '../snapshot.ts'
import { flatten } from '../tree.ts'
import { statusTone, statusWord } from '../words.ts'
import { state } from './mark.ts'

/** What stands below a component's name: its uptime. */
type Below = (node: ComponentNode) => Html | null

/** The tree of components. Groups fold; those with something wrong inside, and all of a small page, start unfolded. */
export function components(roots: ComponentNode[], below: Below): Html {
  if (roots.length === 0) return html`<p class="empty">No components are listed on this page yet.</p>`
  return branch(roots, flatten(roots).length <= 12, below)
}

const branch = (nodes: ComponentNode[], unfold: boolean, below: Below): Html =>
  html`<ul class="tree">${nodes.map((node) => html`<li>${node.children.length > 0 ? group(node, unfold, below) : part(node, below)}</li>`)}</ul>`

function group(node: ComponentNode, unfold: boolean, below: Below): Html {
  const trouble = flatten(node.children).some((placed) => placed.node.status !== 'operational')
  return html`<details id="part-${node.id}"${(unfold || trouble) && html` open`}><summary class="part">${nameAndState(node)}</summary>${about(node)}${below(node)}${branch(node.children, unfold, below)}</details>`
}

const part = (node: ComponentNode, below: Below): Html =>
  html`<div class="part">${nameAndState(node)}</div>${about(node)}${below(node)}`

const nameAndState = (node: ComponentNode): Html =>
  html`<span class="name"><bdi>${node.name}</bdi></span> ${state(statusTone[node.status], statusWord[node.status])}`

const about = (node: ComponentNode) => node.description && html`<p class="about" dir="auto">${node.description}</p>`
