import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import vm from 'node:vm'
import { InvalidInput } from '../lib/errors.ts'

const milliseconds = 200

/**
 * Evaluates each JSONata expression on each input; `$body` in an expression is the whole body. What an expression
 * does not find is absent. Throws `InvalidInput` that names the expression.
 *
 * JSONata's own limits are asked between its steps alone, so a single step (a regular expression that backtracks, a
 * value that doubles forty times) could hold the process up. `node:vm` is the watch here and not a sandbox: its
 * time-out ends a step in the middle, provided that all runs in one synchronous call. Ended within a promise's job,
 * Node aborts. So the library runs without its `async` and `await`, which serve asynchronous functions that we have not.
 */
export async function evaluateAll(
  expressions: Record<string, string>,
  inputs: unknown[],
  body: unknown,
): Promise<Record<string, unknown>[]> {
  const library = synchronous(await readFile(fileURLToPath(import.meta.resolve('jsonata')), 'utf8'))
  const shared = { module: { exports: {} }, task: JSON.stringify({ expressions, inputs, body }), out: '' }
  const context = vm.createContext(shared, { codeGeneration: { strings: false, wasm: false } })
  vm.runInContext(`(function (module, exports) { ${library}\n})(module, module.exports)`, context)
  try {
    vm.runInContext(program, context, { timeout: milliseconds })
  } catch {
    throw failed(`The mapping takes longer than ${milliseconds} ms on this body`)
  }
  const { values, name, message } = JSON.parse(shared.out || '{"message":"it does not end"}')
  if (!values) throw failed(`The mapping of ${name ?? 'this source'} fails: ${String(message).slice(0, 300)}`)
  return values
}

const synchronous = (library: string) =>
  library
    .replace(/\basync (?=function|\()/g, '')
    .replace(/\bawait /g, '')
    .replaceAll('Promise.all(', '(')

const failed = (detail: string) => new InvalidInput(detail, [{ pointer: '', detail }])

// Runs inside the context: texts alone go in and out.
const program = `{
  const { expressions, inputs, body } = JSON.parse(task)
  const longest = 100000
  const limit = (expression, input, environment, result) => {
    if (typeof result === 'string' && result.length > longest) throw { message: 'a text grows beyond 100,000 characters' }
  }
  const compile = (source) => {
    const expression = module.exports(source, { timeout: ${milliseconds}, stack: 200, sequence: 10000 })
    expression.assign(Symbol.for('jsonata.__evaluate_exit'), limit)
    for (const name of ['eval', 'pad']) expression.assign(name, undefined)
    return expression
  }
  let name
  try {
    const compiled = Object.entries(expressions).map(([key, source]) => [key, compile((name = key, source))])
    const evaluate = (input) =>
      Object.fromEntries(compiled.map(([key, expression]) => [key, expression.evaluate(input, { body }, (name = key, undefined))]))
    out = JSON.stringify({ values: inputs.map(evaluate) })
  } catch (error) {
    out = JSON.stringify({ name, message: error.message })
  }
}`
