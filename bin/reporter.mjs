import { inspect } from 'node:util'

/**
 * What a process that runs many test files prints (bin/worker.mjs): a dot for a file that went well, its name where it took
 * long, and what went wrong as soon as it did, so that it is there whatever becomes of the rest.
 */
export default async function* report(events) {
  let file = ''
  for await (const { type, data } of events) {
    if (type === 'test:dequeue' && data.nesting === 0) file = data.name
    else if (type === 'test:fail') yield failed(file, data)
    else if (type === 'test:pass' && data.skip !== undefined)
      yield `\n- ${file}: ${data.name} (${data.skip || 'skipped'})\n`
    else if (type === 'test:pass' && data.nesting === 0) yield wentWell(data)
    // What throws after its test has ended fails the run, and is told at the very end.
    else if (type === 'test:diagnostic' && /^(Error|Warning): /.test(data.message)) yield `\n✖ ${data.message}\n`
  }
}

function wentWell({ name, details }) {
  const seconds = details.duration_ms / 1000
  return seconds < 5 ? '.' : `\n✔ ${name} (${seconds.toFixed(1)} s)\n`
}

function failed(file, { name, nesting, todo, details: { error, duration_ms } }) {
  if (todo !== undefined || error.failureType === 'subtestsFailed') return ''
  const where = nesting === 0 ? file : `${file}: ${name}`
  return `\n✖ ${where} (${(duration_ms / 1000).toFixed(1)} s)\n${inspect(error.cause ?? error).replace(/^/gm, '  ')}\n`
}
