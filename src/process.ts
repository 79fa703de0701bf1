import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Lifecycle } from './lib/lifecycle.ts'

/** The things that readiness waits for. */
export type Readiness = 'database' | 'migrations' | 'configuration' | 'pages'

/** What a process is made of, before it knows its roles. */
export type Process = {
  config: Config
  log: Logger
  life: Lifecycle
  print: (line: string) => void
  databaseUrl: string
  /** What is not ready yet, in words. */
  waitingFor: Set<Readiness>
}
