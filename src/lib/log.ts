import { type Logger, type LoggerOptions, pino } from 'pino'
import { clean } from './redact.ts'

export type LogOptions = { level: string; format: 'json' | 'text' }

/**
 * A logger to standard error: one JSON line an event, or readable lines for a terminal. Secrets, the local part of
 * e-mail addresses and control characters are taken out of whatever is logged.
 */
export function createLog(
  options: LogOptions,
  write: (line: string) => unknown = (line) => process.stderr.write(line),
): Logger {
  const text = options.format === 'text'
  const log = pino(settings(options.level), { write: (line) => void write(text ? readable(line) : line) })
  // pino's own formatter for bindings is not asked for those of children; children inherit this one.
  const child = log.child
  log.child = function (this: Logger, bindings: object, settings?: object) {
    return child.call(this, clean(bindings), settings)
  } as typeof log.child
  return log
}

const settings = (level: string): LoggerOptions => ({
  level,
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: {
    level: (label) => ({ level: label }),
    log: (fields) => clean(fields),
  },
  // Errors arrive here cleaned; pino's own serializer would only take the class for a plain object.
  serializers: { err: (error) => error },
  hooks: {
    logMethod(args, method) {
      const [first, ...rest] = args as unknown[]
      const fields = first instanceof Error ? { err: first } : first
      const message = first instanceof Error && rest.length === 0 ? [first.message] : rest
      method.apply(
        this,
        [fields, ...message].map((part) => (typeof part === 'string' ? clean(part) : part)) as typeof args,
      )
    },
  },
})

function readable(line: string): string {
  const { level, time, msg, err, ...fields } = JSON.parse(line)
  const rest = Object.entries(fields).map(
    ([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  const colour = colours[level as string] ?? ''
  const failure = err ? `\n  ${String(err.stack ?? err.message ?? err).replaceAll(' | ', '\n  ')}` : ''
  return `${String(time).slice(11, 19)} ${colour}${String(level).padEnd(5)}\x1b[0m ${msg ?? ''}\x1b[2m${rest.join('')}\x1b[0m${failure}\n`
}

const colours: Record<string, string> = { fatal: '\x1b[31m', error: '\x1b[31m', warn: '\x1b[33m', info: '\x1b[32m' }
