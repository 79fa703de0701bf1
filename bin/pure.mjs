import { runInProcesses } from './workers.mjs'

/** Needs no database and no browser. */
export const isPure = (file) => !/\.(db|browser)\.test\.ts$/.test(file)

/** Tries every channel with thousands of messages over HTTP, for a minute: `npm test` does, `npm run check` does not. */
export const isLong = (file) => /channels.contract-(words|sends)\.test\.ts$/.test(file)

/** Runs pure tests in two processes: a process for each file would take longer than what it tests. */
export function pureTests(files, flags = []) {
  const reporter = flags.some((flag) => flag.startsWith('--test-reporter')) ? [] : ['--test-reporter=dot']
  return runInProcesses(files, { flags: ['--test-timeout=120000', ...reporter, ...flags] })
}
