import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { createLog } from '../lib/log.ts'
import { helpFor, overview, unknown } from './help.ts'
import { inWords, wrongOption } from './trouble.ts'
import type { Verb } from './verb.ts'
import { verbs } from './verbs.ts'

/** Runs the command that the arguments name; its exit code. 2: the arguments or the environment are wrong. */
export async function main(argv: string[]): Promise<number> {
  const name = [argv.slice(0, 2).join(' '), argv[0] ?? ''].find((words) => Object.hasOwn(verbs, words))
  if (name === undefined) return withoutVerb(argv)
  const { verb } = await verbs[name]!.load()
  const rest = argv.slice(name.split(' ').length)
  if (rest.includes('--help') || rest.includes('-h')) return print(helpFor(name, verbs[name]!.does, verb))
  const parsed = parse(verb, rest)
  if (typeof parsed === 'string')
    return complain(`upfront ${name}: ${stop(parsed)} See "bin/upfront ${name} --help"`, 2)
  return run(verb, name, parsed)
}

function withoutVerb(argv: string[]): number {
  if (argv.length === 0 || argv[0] === '--help' || argv[0] === '-h' || argv[0] === 'help') return print(overview(verbs))
  const group = Object.entries(verbs).filter(([name]) => name.startsWith(`${argv[0]} `))
  if (group.length > 0 && ['--help', '-h', undefined].includes(argv[1]))
    return print(overview(Object.fromEntries(group)))
  return complain(unknown(argv, verbs), 2)
}

type Parsed = { args: string[]; options: Parameters<Verb['run']>[0]['options'] }

/** Says what is wrong where the arguments are not the verb's. */
function parse(verb: Verb, argv: string[]): Parsed | string {
  const wanted = verb.arguments?.split(' ') ?? []
  const needed = wanted.filter((word) => !word.startsWith('['))
  try {
    const { values, positionals } = parseArgs({ args: argv, options: verb.options ?? {}, allowPositionals: true })
    if (positionals.length < needed.length) return `${needed[positionals.length]} is missing`
    if (positionals.length > wanted.length) return `"${positionals[wanted.length]}" is too much`
    return { args: positionals, options: values }
  } catch (error) {
    return wrongOption((error as Error).message, Object.keys(verb.options ?? {}))
  }
}

async function run(verb: Verb, name: string, parsed: Parsed): Promise<number> {
  const config = readConfig()
  const log = createLog({ level: config.logLevel, format: config.logFormat })
  try {
    return await verb.run({ ...parsed, config, log, print: (line) => void print(line) })
  } catch (error) {
    log.debug({ err: error }, 'failed')
    return complain(`upfront ${name}: ${inWords(error, config)}`, 1)
  }
}

const stop = (sentence: string) => (/[?.]$/.test(sentence) ? sentence : `${sentence}.`)

function print(line: string): 0 {
  process.stdout.write(`${line}\n`)
  return 0
}

function complain(line: string, code: number): number {
  process.stderr.write(`${line}\n`)
  return code
}
