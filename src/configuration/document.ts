import { isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, parseDocument, visit, type Document as Yaml } from 'yaml'
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
  if (isTooDeep(text)) return unreadable(`expected at most ${deepest} levels of brackets`)
  try {
    const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, logLevel: 'error' })
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
    if (error instanceof ReferenceError && error.message.startsWith('Excessive alias'))
      return unreadable('expected at most 100 uses of anchors')
    throw error
  }
}

const deepest = 100

/** The parser goes down by recursion, so depth is counted before it sees the text. */
function isTooDeep(text: string): boolean {
  let depth = 0
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') depth++
    else if (token === ']' || token === '}') depth--
    if (depth > deepest) return true
  }
  return false
}

const at = (lines: LineCounter, offset: number) => {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}

/** A first mistake of syntax drags others behind it, so it stands alone; fields that stand twice do not. */
function syntaxMistakes(yaml: Yaml.Parsed, text: string, lines: LineCounter): Mistake[] {
  const [first] = yaml.errors
  if (!first) return repeatedFields(yaml).map((offset) => ({ ...at(lines, offset), path: [], detail: twice }))
  const place = at(lines, first.pos[0])
  const unquoted = /[^"'\w]\$\{/.test(text.split('\n')[place.line - 1] ?? '')
  const hint = unquoted ? '. Write "${NAME}" in quotes here' : ''
  return [{ ...place, path: [], detail: said(first.code, first.message) + hint }]
}

const twice = 'this field stands twice in the same place'

/** The parser's own check compares each field with every other: minutes for a large file. */
function repeatedFields(yaml: Yaml.Parsed): number[] {
  const offsets: number[] = []
  visit(yaml, {
    Map(_, map) {
      const seen = new Set<string>()
      for (const { key } of map.items) {
        const name = isScalar(key) ? String(key.value) : String(key)
        if (seen.has(name)) offsets.push(startOf(key) ?? 0)
        seen.add(name)
      }
    },
  })
  return offsets
}

function said(code: string, message: string): string {
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
