/** A run of text that stayed, came, or went. */
export type Change = { kind: 'same' | 'added' | 'removed'; text: string }

/** Cells of the table of common parts. A text of some thousand new words is compared by lines, and at worst as a whole. */
const bound = 1_000_000

/** What was changed from one text to the next, word by word. */
export function wordDiff(before: string, after: string): Change[] {
  const [a, b] = [wordsOf(before), wordsOf(after)]
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  const [from, to] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)]
  const middle = from.length * to.length <= bound ? common(from, to) : byLines(from.join(''), to.join(''))
  return merged([
    { kind: 'same', text: a.slice(0, head).join('') },
    ...middle,
    { kind: 'same', text: a.slice(a.length - tail).join('') },
  ])
}

function byLines(before: string, after: string): Change[] {
  const [a, b] = [before.split(/(?<=\n)/), after.split(/(?<=\n)/)]
  if (a.length * b.length <= bound) return common(a, b)
  return [
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ]
}

/** Words with the space behind them; of scripts that write none, each sign. */
const wordsOf = (text: string): string[] =>
  text.match(
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+\s*|\s+/gu,
  ) ?? []

/** The longest common subsequence, by the table of its lengths. */
function common(a: string[], b: string[]): Change[] {
  const width = b.length + 1
  const lengths = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        a[i] === b[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!)
  const changes: Change[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      changes.push({ kind: 'same', text: a[i++]! })
      j++
    } else if (j === b.length || (i < a.length && lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!))
      changes.push({ kind: 'removed', text: a[i++]! })
    else changes.push({ kind: 'added', text: b[j++]! })
  }
  return changes
}

/** Neighbours of one kind are one run; what went stands before what came. */
function merged(changes: Change[]): Change[] {
  const runs: Change[] = []
  for (const { kind, text } of changes) {
    if (text === '') continue
    const last = runs.at(-1)
    const before = runs.at(-2)
    if (last?.kind === kind) last.text += text
    else if (kind === 'removed' && last?.kind === 'added' && before?.kind === 'removed') before.text += text
    else runs.push({ kind, text })
  }
  return runs
}
