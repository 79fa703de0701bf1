import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import type { ComponentNode } from '../snapshot.ts'
import { flatten, fullName, type Placed } from '../tree.ts'
import { stateWord, toneOf } from '../unknown.ts'
import { inLang, textIn } from './languages.ts'
import { state } from './mark.ts'

/** What stands below a component's name: its uptime. */
type Below = (node: ComponentNode) => Html | null
type Shared = { frame: Frame; unfold: boolean; below: Below }

/** The tree of components. Groups fold; those with something wrong inside, and all of a small page, start unfolded. */
export function components(frame: Frame, below: Below): Html {
  const roots = frame.snapshot.components
  if (roots.length === 0) return html`<p class="empty">${frame.words.text('home.no_components')}</p>`
  return branch(roots, { frame, unfold: frame.placed.length <= 12, below })
}

/** The parts without their groups, by their full names; `name`: without their states and what they are. */
export function flatList(frame: Frame, placed: readonly Placed[], below: Below, only?: 'name'): Html {
  const parts = only ? placed : placed.filter(({ node }) => node.children.length === 0)
  return html`<ul class="tree">${parts.map(({ node, parent }) => {
    const name = fullName(node, parent)
    return html`<li><div class="part">${only ? named(name, node.nameLang) : nameAndState(frame, node, name)}</div>${!only && about(node)}${below(node)}</li>`
  })}</ul>`
}

const branch = (nodes: ComponentNode[], shared: Shared): Html =>
  html`<ul class="tree">${nodes.map((node) => html`<li>${node.children.length > 0 ? group(node, shared) : part(node, shared)}</li>`)}</ul>`

function group(node: ComponentNode, shared: Shared): Html {
  const { frame, unfold, below } = shared
  const trouble = flatten(node.children).some((placed) => toneOf(placed.node) !== 'working')
  return html`<details id="part-${node.id}"${(unfold || trouble) && html` open`}><summary class="part">${nameAndState(frame, node)}</summary>${about(node)}${below(node)}${branch(node.children, shared)}</details>`
}

const part = (node: ComponentNode, { frame, below }: Shared): Html =>
  html`<div class="part">${nameAndState(frame, node)}</div>${about(node)}${below(node)}`

const nameAndState = (frame: Frame, node: ComponentNode, name = node.name): Html =>
  html`${named(name, node.nameLang)} ${state(toneOf(node), stateWord(frame, node))}`

const named = (name: string, lang: string | null | undefined): Html =>
  html`<span class="name"><bdi${inLang(lang)}>${name}</bdi></span>`

const about = (node: ComponentNode) =>
  node.description && html`<p class="about"${textIn(node.descriptionLang)}>${node.description}</p>`
