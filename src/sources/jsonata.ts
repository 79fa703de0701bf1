import { createRequire } from 'node:module'
import { InvalidInput } from '../lib/errors.ts'
import { ThreadStopped, threads } from '../lib/threads.ts'
import type { Answer, Task } from './jsonata-thread.ts'

const seconds = 1
const megabytes = 64

/**
 * Evaluates each JSONata expression on each input; `$body` in an expression is the whole body. What an expression
 * does not find is absent. Throws `InvalidInput` that names the expression.
 *
 * JSONata's own limits are asked between its steps alone, so a single step (a regular expression that backtracks, a
 * value that doubles forty times) could hold the process up. So it runs in a thread, which is stopped from outside.
 */
export async function evaluateAll(
  expressions: Record<string, string>,
  inputs: unknown[],
  body: unknown,
): Promise<Record<string, unknown>[]> {
  const answer = await evaluated({ expressions, inputs, body })
  if ('values' in answer) return answer.values
  throw failed(`The mapping of ${answer.name ?? 'this source'} fails: ${answer.message.slice(0, 300)}`)
}

// One for all sources: what it holds are threads, and those end by themselves.
const inThread = threads(new URL('./jsonata-thread.ts', import.meta.url), {
  most: 2,
  mostWaiting: 200,
  within: seconds * 1000,
  heap: megabytes,
  idle: 10_000,
})

async function evaluated(task: Task): Promise<Answer> {
  try {
    // A source has its own expressions: one that is slow waits for itself.
    return JSON.parse(await inThread(JSON.stringify(task), JSON.stringify(task.expressions)))
  } catch (error) {
    if (!(error instanceof ThreadStopped)) throw error
    if (error.why === 'time') throw failed(`The mapping takes longer than ${seconds} s on this body`)
    throw failed(`The mapping takes more than ${megabytes} MB of memory on this body`)
  }
}

/**
 * The character, counted from 1, up to which an expression could be read; null where all of it can. Reading evaluates
 * nothing, and takes at worst the square of the length, so it needs no thread.
 */
export function unreadableFrom(expression: string): number | null {
  try {
    library()(expression)
    return null
  } catch (error) {
    const at = typeof error === 'object' && error !== null && 'position' in error ? Number(error.position) : 1
    return Math.max(at, 1)
  }
}

const load = createRequire(import.meta.url)

/** 3 MB: loaded with the first expression that is written here. Those that are evaluated never come into this thread. */
function library() {
  const loaded: typeof import('jsonata') = load('jsonata')
  return loaded
}

const failed = (detail: string) => new InvalidInput(detail, [{ pointer: '', detail }])
