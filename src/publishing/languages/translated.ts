import type { ComponentNode, IncidentInfo, Snapshot } from '../snapshot.ts'

/** Texts that people wrote, in another language than the page's own, by language. */
export type Translations<Name extends string> = Readonly<Record<string, Partial<Record<Name, string>>>>

/**
 * A page as readers of one language get it: each text in its translation where there is one. What has none stays as it
 * was written and carries the language it is in.
 */
export function translated(snapshot: Snapshot, lang: string): Snapshot {
  const { page } = snapshot
  if (lang === page.language) return snapshot
  const components = snapshot.components.map((node) => component(node, lang, page.language))
  const names = new Map(everyOne(components).map((node) => [node.id, node.name]))
  const incidents = snapshot.incidents.map((one) => incident(one, lang, page.language, names))
  return { ...snapshot, page: { ...page, name: page.translations?.[lang]?.name ?? page.name }, components, incidents }
}

function component(node: ComponentNode, lang: string, own: string): ComponentNode {
  const { name, description } = node.translations?.[lang] ?? {}
  return {
    ...node,
    name: name ?? node.name,
    nameLang: name === undefined ? own : null,
    description: description ?? node.description,
    descriptionLang: description === undefined ? own : null,
    children: node.children.map((child) => component(child, lang, own)),
  }
}

function incident(one: IncidentInfo, lang: string, own: string, names: ReadonlyMap<string, string>): IncidentInfo {
  const title = one.translations?.[lang]?.title
  return {
    ...one,
    title: title ?? one.title,
    titleLang: title === undefined ? own : null,
    components: one.components.map((part) => ({ ...part, name: names.get(part.id) ?? part.name })),
    updates: one.updates.map((update) => {
      const body = update.withdrawn ? undefined : update.translations?.[lang]?.body
      return {
        ...update,
        body: body ?? update.body,
        bodyLang: body === undefined ? own : null,
        affected: update.affected.map((part) => ({ ...part, name: names.get(part.id) ?? part.name })),
      }
    }),
  }
}

const everyOne = (nodes: readonly ComponentNode[]): ComponentNode[] =>
  nodes.flatMap((node) => [node, ...everyOne(node.children)])
