import { type CssNode, generate, parse, type WalkContext, walk } from 'css-tree'
import { fileIn, marked } from './address.ts'
import { fault } from './faults.ts'
import { tooMuch } from './limits.ts'

/** One part of a style sheet that cannot be published: where it stands, why, and what would have to go. */
export type Fault = { line: number; column: number; why: string; from: number; to: number }

export type Checked = {
  faults: Fault[]
  /** What is published, where there is no fault: written anew from what was understood, and nothing else. */
  css: string
  /** The page's files that it shows, by name. */
  files: string[]
}

/**
 * Reads a page's own CSS. What is allowed is listed; all else is a fault. `files` are the names of the page's uploads: the
 * only addresses there may be.
 */
export function checkCss(source: string, files: readonly string[]): Checked {
  const whole = tooMuch(source)
  if (whole) return { faults: [{ line: 1, column: 1, why: whole, from: 0, to: source.length }], css: '', files: [] }
  const faults: Fault[] = []
  const used = new Set<string>()
  const ast = parse(source, { positions: true, parseCustomProperty: true })
  walk(ast, {
    enter(this: WalkContext, node: CssNode) {
      const why = fault(node, { files, declaration: this.declaration, atrule: this.atrule })
      if (why) faults.push({ why, ...placeOf(node, this) })
      else if (node.type === 'Url') {
        used.add(fileIn(node.value))
        node.value = marked(fileIn(node.value))
      }
    },
  })
  // In the style element of a preview, text that would end it must not.
  const css = faults.length > 0 ? '' : generate(ast).replaceAll('</', '<\\/')
  return { faults: faults.toSorted((a, b) => a.from - b.from), css, files: [...used] }
}

/** What goes with it: the whole declaration, rule or at-rule. */
function placeOf(node: CssNode, { declaration, rule, atrule }: WalkContext) {
  const isWhole = node.type === 'Atrule' || node.type === 'Declaration'
  const going = isWhole ? node : (declaration ?? rule ?? atrule ?? node)
  const start = (node.loc ?? going.loc)?.start ?? { line: 1, column: 1 }
  return {
    line: start.line,
    column: start.column,
    from: going.loc?.start.offset ?? 0,
    to: going.loc?.end.offset ?? 0,
  }
}

/** The same without what is at fault, as it was written otherwise. Null where nothing readable is left. */
export function withoutFaults(source: string, files: readonly string[]): string | null {
  let left = source
  for (let round = 0; round < 5; round++) {
    const { faults } = checkCss(left, files)
    if (faults.length === 0) return left
    let [rest, end] = ['', 0]
    for (const { from, to } of faults) {
      if (from < end) continue
      rest += left.slice(end, from)
      end = left[to] === ';' ? to + 1 : to
    }
    left = rest + left.slice(end)
  }
  return null
}
