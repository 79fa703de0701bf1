import { runInProcesses } from './workers.mjs'

/** Needs no database and no browser. */
export const isPure = (file) => !/\.(db|browser)\.test\.ts$/.test(file)

/** What nobody waits for but those who touch channels: `npm test` runs it, `npm run check` does not. */
export const isLong = (file) => /channels.contract-(words|sends)\.test\.ts$/.test(file)

/** Runs pure tests. Two processes: they wait for nothing but the processor. */
export const pureTests = (files) => runInProcesses(files, { processes: 2, timeout: 120_000 })
