import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document as Yaml } from 'yaml'
import { type Environment, fillIn } from './environment.ts'
import type { Mistake, Path } from './mistake.ts'

/** A YAML or JSON text as data, and where each part of it stands. */
export type Document = {
  data: unknown
  mistakes: Mistake[]
  /** A mistake in the value at a path; where nothing stands there, in what encloses it. */
  mistakeAt: (path: Path, detail: string) => Mistake
  /** A mistake in the name of the field at a path. */
  mistakeInName: (path: Path, detail: string) => Mistake
  /** A plain value as it is written in the file, before the environment is filled in. */
  written: (path: Path) => string | null
}

const largest = 1_000_000

/** Reads the text, fills in `${NAME}` from the environment, and lists what is wrong with either. */
export function readDocument(text: string, environment: Environment): Document {
  const lines = new LineCounter()
  if (Buffer.byteLength(text) > largest) return unreadable('expected a file of 1 MB at most')
  try {
    const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, logLevel: 'error' })
    const written = new Map<number, string>()
    const places = placesIn(yaml, lines, written)
    const syntax = syntaxMistakes(yaml, text, lines)
    if (syntax.length > 0) return { data: null, mistakes: syntax, ...places }
    const missing = fillIn(yaml, environment, written).map(({ offset, path, detail }) => ({
      ...at(lines, offset),
      path,
      detail,
    }))
    return { data: yaml.toJS({ maxAliasCount: 100 }), mistakes: missing, ...places }
  } catch (error) {
    if (error instanceof RangeError) return unreadable('expected a file that is nested less deeply')
    if (error instanceof ReferenceError) return unreadable('expected at most 100 uses of anchors')
    throw error
  }
}

const at = (lines: LineCounter, offset: number) => {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}

/** A first mistake of syntax drags others behind it; fields that stand twice do not. */
function syntaxMistakes(yaml: Yaml.Parsed, text: string, lines: LineCounter): Mistake[] {
  const doubles = yaml.errors.filter(({ code }) => code === 'DUPLICATE_KEY')
  const others = yaml.errors.filter(({ code }) => code !== 'DUPLICATE_KEY')
  return (others.length > 0 ? others.slice(0, 1) : doubles).map(({ code, pos, message }) => {
    const place = at(lines, pos[0])
    const unquoted = /[^"'\w]\$\{/.test(text.split('\n')[place.line - 1] ?? '')
    const hint = code !== 'DUPLICATE_KEY' && unquoted ? '. Write "${NAME}" in quotes here' : ''
    return { ...place, path: [], detail: said(code, message) + hint }
  })
}

function said(code: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return 'this field stands twice in the same place'
  if (code === 'MULTIPLE_DOCS') return 'expected one document; "---" starts a second one'
  return `expected YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`
}

function placesIn(yaml: Yaml.Parsed, lines: LineCounter, written: ReadonlyMap<number, string>) {
  const place = (path: Path, name: boolean) => at(lines, offsetOf(yaml, path, name))
  return {
    mistakeAt: (path: Path, detail: string) => ({ ...place(path, false), path, detail }),
    mistakeInName: (path: Path, detail: string) => ({ ...place(path, true), path, detail }),
    written: (path: Path) => {
      const offset = offsetOf(yaml, path, false)
      const node = nodeAt(yaml, path)
      return isScalar(node) && node.value !== null ? (written.get(offset) ?? String(node.source ?? node.value)) : null
    },
  }
}

function nodeAt(yaml: Yaml.Parsed, path: Path): unknown {
  let node: unknown = yaml.contents
  for (const step of path) node = below(yaml, node, step)?.value
  return node
}

/** Where a value, or with `name` its field's name, begins. Of a path that leads nowhere: the last part that is there. */
function offsetOf(yaml: Yaml.Parsed, path: Path, name: boolean): number {
  let node: unknown = yaml.contents
  let offset = startOf(node) ?? 0
  for (const [index, step] of path.entries()) {
    const next = below(yaml, node, step)
    if (!next) return offset
    const last = index === path.length - 1
    offset = (last && name ? startOf(next.key) : (startOf(next.value) ?? startOf(next.key))) ?? offset
    node = next.value
  }
  return offset
}

function below(yaml: Yaml.Parsed, from: unknown, step: string | number): { key: unknown; value: unknown } | null {
  const node = isAlias(from) ? from.resolve(yaml) : from
  if (isSeq(node) && typeof step === 'number' && step < node.items.length) return { key: null, value: node.items[step] }
  if (!isMap(node)) return null
  return node.items.find(({ key }) => (isScalar(key) ? String(key.value) : String(key)) === String(step)) ?? null
}

const startOf = (node: unknown): number | undefined =>
  typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range) ? node.range[0] : undefined

function unreadable(detail: string): Document {
  const here = () => ({ line: 1, column: 1, path: [], detail })
  return { data: null, mistakes: [here()], mistakeAt: here, mistakeInName: here, written: () => null }
}
