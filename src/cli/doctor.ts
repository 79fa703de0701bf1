import type { Dns } from '../lib/dns.ts'
import { checkMailRecords } from './doctor-mail.ts'
import { checkAddresses, checkMail, checkNode, checkSecret } from './doctor-settings.ts'
import { checkDatabase, checkDataFolder, checkDisk, checkEngine } from './doctor-storage.ts'
import type { Verb, VerbInput } from './verb.ts'

/** What one check found, and what to do about it. */
export type Finding = { state: 'ok' | 'warn' | 'fail'; found: string; todo?: string }

/** `dns`: the machine's where absent. */
export type Check = (input: Pick<VerbInput, 'config' | 'log'> & { dns?: Pick<Dns, 'txt'> }) => Promise<Finding[]>

const checks: Check[] = [
  checkNode,
  checkEngine,
  checkDataFolder,
  checkSecret,
  checkDisk,
  checkDatabase,
  checkAddresses,
  checkMail,
  checkMailRecords,
]

export const verb: Verb = {
  help:
    'Prints a line for each thing: ok, warn or fail, and what to do. Ends with 1 when something fails. ' +
    'A stopped embedded database is started for the check and stopped again.',
  run: (input) => examine(input),
}

/** Prints what every check finds. 1 where one fails. */
export async function examine(input: VerbInput & { dns?: Pick<Dns, 'txt'> }): Promise<number> {
  let failed = false
  for (const check of checks) {
    for (const { state, found, todo } of await check(input).catch(asFailure)) {
      input.print(`${state.padEnd(4)} ${found}${todo ? `\n     → ${todo}` : ''}`)
      failed ||= state === 'fail'
    }
  }
  return failed ? 1 : 0
}

const asFailure = (error: Error): Finding[] => [{ state: 'fail', found: error.message }]
