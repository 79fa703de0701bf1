import { parentPort } from 'node:worker_threads'
import jsonata, { type Expression } from 'jsonata'

/** What `evaluateAll` asks for. */
export type Task = { expressions: Record<string, string>; inputs: unknown[]; body: unknown }

/** The values of each input, or why there are none, and the expression that is to blame. */
export type Answer = { values: Record<string, unknown>[] } | { name: string | null; message: string }

// The program of a thread: see jsonata.ts.
parentPort?.on('message', async (task: string) => parentPort?.postMessage(await answer(JSON.parse(task))))
parentPort?.postMessage('ready')

async function answer({ expressions, inputs, body }: Task): Promise<string> {
  let name: string | null = null
  try {
    const compiled: [string, Assignable][] = []
    for (const [key, source] of Object.entries(expressions)) {
      name = key
      compiled.push([key, compile(source)])
    }
    const values: Record<string, unknown>[] = []
    for (const input of inputs) {
      const found: [string, unknown][] = []
      for (const [key, expression] of compiled) {
        name = key
        found.push([key, await expression.evaluate(input, { body })])
      }
      values.push(Object.fromEntries(found))
    }
    return JSON.stringify({ values } satisfies Answer)
  } catch (error) {
    return JSON.stringify({ name, message: messageOf(error) } satisfies Answer)
  }
}

/** The longest text on the way to a value, in UTF-16 units. */
const longest = 100_000

/** Its own types leave out that names may be symbols. */
type Assignable = Omit<Expression, 'assign'> & { assign(name: string | symbol, value: unknown): void }

function compile(source: string): Assignable {
  const expression: Assignable = jsonata(source, { stack: 200, sequence: 10_000 })
  // The library calls it after each step.
  expression.assign(Symbol.for('jsonata.__evaluate_exit'), limit)
  for (const name of ['eval', 'pad']) expression.assign(name, undefined)
  return expression
}

function limit(_expression: unknown, _input: unknown, _environment: unknown, result: unknown) {
  if (typeof result === 'string' && result.length > longest) throw new Error('a text grows beyond 100,000 characters')
}

/** The library throws plain objects. */
const messageOf = (error: unknown) =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error)
