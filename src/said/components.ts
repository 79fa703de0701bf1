import { rollUp, worst } from '../components/status.ts'
import type { ComponentNode, ComponentStatus } from '../publishing/snapshot.ts'

/** Status by component id. */
export type Statuses = ReadonlyMap<string, ComponentStatus>

export type Named = { id: string; name: string; status: ComponentStatus; was: ComponentStatus }

/** The components of a tree that are named by key or id, with what they are to show and what they show now. */
export const statusesIn = (nodes: readonly ComponentNode[], wanted: Record<string, ComponentStatus>): Named[] =>
  nodes.flatMap((node) => {
    const status = wanted[node.id] ?? wanted[node.key]
    const own = status ? [{ id: node.id, name: node.name, status, was: node.status }] : []
    return [...own, ...statusesIn(node.children, wanted)]
  })

/** Names in `wanted` that are no component of the tree. */
export function strangers(nodes: readonly ComponentNode[], wanted: readonly string[]): string[] {
  const known = new Set(keysOf(nodes))
  return wanted.filter((name) => !known.has(name))
}

/** What components may be called: keys and ids. */
const keysOf = (nodes: readonly ComponentNode[]): string[] =>
  nodes.flatMap((node) => [node.key, node.id, ...keysOf(node.children)])

/**
 * The tree with other statuses. Where a snapshot does not say by which rule a group sums up its parts, one that showed the
 * worst of them goes on doing so, any other stays as it was.
 */
export const withStatuses = (nodes: readonly ComponentNode[], statuses: Statuses): ComponentNode[] =>
  nodes.map((node) => {
    const children = withStatuses(node.children, statuses)
    const said = statuses.get(node.id)
    if (node.rollUp && node.ownStatus) {
      const own = said ?? node.ownStatus
      const below = children.map(({ status }) => status)
      return { ...node, children, ownStatus: own, status: rollUp(node.rollUp, own, below) }
    }
    const before = worst(node.children.map(({ status }) => status))
    const followed = children.length > 0 && node.status === before
    const after = worst(children.map(({ status }) => status))
    const status = followed ? (said ? worst([said, after]) : after) : (said ?? node.status)
    return { ...node, children, status }
  })
