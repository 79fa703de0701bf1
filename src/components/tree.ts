/** The part of a component that its place in the tree needs. */
export type Placed = { id: string; parent_id: string | null }

/** The component, its ancestors and its descendants: all that "on the component" means. */
export function related(components: readonly Placed[], id: string): Set<string> {
  return new Set([id, ...ancestors(components, id), ...descendants(components, id)])
}

export function ancestors(components: readonly Placed[], id: string): string[] {
  const byId = new Map(components.map((c) => [c.id, c]))
  const found: string[] = []
  let at = byId.get(id)?.parent_id ?? null
  while (at !== null && !found.includes(at)) {
    found.push(at)
    at = byId.get(at)?.parent_id ?? null
  }
  return found
}

export function descendants(components: readonly Placed[], id: string): string[] {
  const children = Map.groupBy(components, (c) => c.parent_id)
  const found: string[] = []
  const rest = [id]
  while (rest.length > 0) {
    for (const child of children.get(rest.pop()!) ?? []) {
      if (found.includes(child.id)) continue
      found.push(child.id)
      rest.push(child.id)
    }
  }
  return found
}
