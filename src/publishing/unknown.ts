import type { Frame } from './frame.ts'
import type { ComponentNode, Snapshot } from './snapshot.ts'
import { fullName } from './tree.ts'
import { statusTone, type Tone } from './words.ts'

/**
 * Since when nothing is known of a component that would show as working; null where it is known. What people or monitors
 * said is wrong with it stays. A group is unknown when a part of it is.
 */
export function unknownSince(node: ComponentNode): Date | null {
  if (node.status !== 'operational') return null
  return earliest([node.unknownSince ?? null, ...node.children.map(unknownSince)])
}

/** How a component looks now. */
export const toneOf = (node: ComponentNode): Tone => (unknownSince(node) ? 'unknown' : statusTone[node.status])

export const stateWord = ({ words }: Frame, node: ComponentNode): string =>
  words.text(unknownSince(node) ? 'state.unknown' : `state.${node.status}`)

/** The moment of which the page tells; null where that is the moment of its publication. */
export const dataAsOf = ({ components, asOf }: Snapshot): Date | null =>
  earliest([asOf ?? null, ...components.flatMap(allSince)])

/** Also of those below something that is broken. */
const allSince = (node: ComponentNode): (Date | null)[] => [unknownSince(node), ...node.children.flatMap(allSince)]

/** Names of what is unknown, as high in the tree as all of a branch is. */
export function unknownNames(nodes: readonly ComponentNode[], parent: ComponentNode | null = null): string[] {
  return nodes.flatMap((node) => {
    const all = isAllUnknown(node)
    return all ? [fullName(node, parent)] : unknownNames(node.children, node)
  })
}

const isAllUnknown = (node: ComponentNode): boolean =>
  unknownSince(node) !== null &&
  (node.unknownSince !== undefined || (node.children.length > 0 && node.children.every(isAllUnknown)))

const earliest = (times: readonly (Date | null)[]): Date | null =>
  times.reduce((first, at) => (at && (!first || at < first) ? at : first), null)
