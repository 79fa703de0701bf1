import { worst } from '../components/status.ts'
import type { ComponentNode, ComponentStatus } from './snapshot.ts'
import { severity } from './words.ts'

/** Every component with its parent's id, parents before their children. */
export function flatten(nodes: ComponentNode[], parent: ComponentNode | null = null): Placed[] {
  return nodes.flatMap((node) => [{ node, parent }, ...flatten(node.children, node)])
}
export type Placed = { node: ComponentNode; parent: ComponentNode | null }

/**
 * Names of those in this status, as high in the tree as the whole branch shares it: "API" rather than each region of it.
 * A group that is better than its parts (one redundant part is enough) hides them.
 */
export function namesIn(
  nodes: ComponentNode[],
  status: ComponentStatus,
  parent: ComponentNode | null = null,
): string[] {
  return nodes.flatMap((node) => {
    if (severity(node.status) < severity(status)) return []
    if (everyLeaf(node, status)) return [fullName(node, parent)]
    const below = namesIn(node.children, status, node)
    // A group can be worse than all of its parts: then the group itself is what has the status.
    return below.length === 0 && node.status === status ? [fullName(node, parent)] : below
  })
}

/** The part's name, with its group's unless it says that itself. */
export const fullName = (node: ComponentNode, parent: ComponentNode | null) =>
  parent === null || node.name.toLowerCase().includes(parent.name.toLowerCase())
    ? node.name
    : `${parent.name} · ${node.name}`

const everyLeaf = (node: ComponentNode, status: ComponentStatus): boolean =>
  node.children.length === 0 ? node.status === status : node.children.every((child) => everyLeaf(child, status))

export const leaves = (nodes: ComponentNode[]): ComponentNode[] =>
  nodes.flatMap((node) => (node.children.length === 0 ? [node] : leaves(node.children)))

/** The worst of the roots, which have their parts' statuses rolled up into them. */
export const worstOf = (roots: ComponentNode[]): ComponentStatus => worst(roots.map((root) => root.status))
