import { isMap, isPair, isScalar, isSeq, visit, type Document as Yaml } from 'yaml'
import type { Path } from './mistake.ts'

/** The value of an environment variable; undefined where it is not set. */
export type Environment = (name: string) => string | undefined

export type Missing = { offset: number; path: Path; detail: string }

/**
 * Replaces `${NAME}` in every value by the environment's, once, after the file was parsed: a value can never become
 * structure. `$${` stands for `${` itself. Keeps in `written` what stood in the file.
 */
export function fillIn(yaml: Yaml.Parsed, environment: Environment, written: Map<number, string>): Missing[] {
  const missing: Missing[] = []
  visit(yaml, {
    Scalar(key, node, ancestors) {
      if (key === 'key' || typeof node.value !== 'string' || !node.value.includes('${')) return
      const offset = node.range?.[0] ?? 0
      const before = node.value
      written.set(offset, before)
      node.value = before.replace(/\$(\$?)\{([^}]*)\}/g, (whole, escaped: string, name: string) => {
        if (escaped) return whole.slice(1)
        const value = /^[A-Za-z_]\w*$/.test(name) ? environment(name) : undefined
        if (!value) missing.push({ offset, path: pathOf([...ancestors, node]), detail: complaint(name) })
        return value || whole
      })
    },
  })
  return missing
}

function complaint(name: string): string {
  if (!/^[A-Za-z_]\w*$/.test(name))
    return 'expected ${NAME} with the name of an environment variable; write $${ where you mean the characters themselves'
  return `the environment variable ${name} is not set`
}

function pathOf(nodes: readonly unknown[]): Path {
  return nodes.flatMap((node, index): (string | number)[] => {
    if (isPair(node)) return [isScalar(node.key) ? String(node.key.value) : String(node.key)]
    const parent = nodes[index - 1]
    return isSeq(parent) && !isMap(parent) ? [parent.items.indexOf(node)] : []
  })
}
