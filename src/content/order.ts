import { isDeepStrictEqual } from 'node:util'
import type { Values } from '../web/page.ts'
import { type Block, blockNames, textBlock, textKey, usualBlocks } from './blocks.ts'

/** A line of the form: a block, and whether it is shown. */
export type Line = { block: Block; shown: boolean }

/** Every block in the order of the form, those that it does not name at the end: a new text shown, anything else not. */
export function linesOf(values: Values, texts: readonly string[]): Line[] {
  const listed = [values.order ?? []].flat()
  const ticked = [values.shown ?? []].flat()
  const known: Block[] = [...blockNames, ...texts.map(textBlock)]
  if (listed.length === 0) return usual(texts)
  const order = listed.flatMap((name) => known.filter((block) => block === name))
  const rest = known.filter((block) => !order.includes(block))
  return [
    ...order.map((block) => ({ block, shown: ticked.includes(block) })),
    ...rest.map((block) => ({ block, shown: textKey(block) !== null })),
  ]
}

/** What the form says of the blocks; null where that is what a page comes with. */
export function orderIn(values: Values, texts: readonly string[]): Block[] | null {
  const blocks = linesOf(values, texts).flatMap(({ block, shown }) => (shown ? [block] : []))
  return isDeepStrictEqual(blocks, [...usualBlocks, ...texts.map(textBlock)]) ? null : blocks
}

/** The form with one block a place further up or down. `move`: `up:faq`. */
export function moved(values: Values, move: string, texts: readonly string[]): Values {
  const lines = linesOf(values, texts)
  const [, way, name] = /^(up|down):(.+)$/.exec(move) ?? []
  const at = lines.findIndex(({ block }) => block === name)
  const to = way === 'up' ? at - 1 : at + 1
  const [line, other] = [lines[at], lines[to]]
  if (line && other) {
    lines[at] = other
    lines[to] = line
  }
  return {
    ...values,
    order: lines.map(({ block }) => block),
    shown: lines.flatMap(({ block, shown }) => (shown ? [block] : [])),
  }
}

function usual(texts: readonly string[]): Line[] {
  const shown: Block[] = [...usualBlocks, ...texts.map(textBlock)]
  const hidden = blockNames.filter((name) => !usualBlocks.includes(name))
  return [...shown.map((block) => ({ block, shown: true })), ...hidden.map((block) => ({ block, shown: false }))]
}
