import type { ParseArgsOptionDescriptor } from 'node:util'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'

/** One command. Its file exports it as `verb`; src/cli/verbs.ts lists it. */
export type Verb = {
  /** What stands after the name, such as `FILE`. Each word in capitals is an argument; `[FILE]` may be left out. */
  arguments?: string
  options?: Record<string, ParseArgsOptionDescriptor & { help: string; placeholder?: string }>
  /** A paragraph or two for --help, below the list's one line. */
  help?: string
  /** The exit code. What it throws is printed as one line, and the code is 1. */
  run: (input: VerbInput) => Promise<number>
}

export type VerbInput = {
  args: string[]
  options: Record<string, string | boolean | (string | boolean)[] | undefined>
  config: Config
  log: Logger
  /** Prints a line on standard output. */
  print: (line: string) => void
}
