import { runInProcesses } from './workers.mjs'

/** Needs no database and no browser. */
export const isPure = (file) => !/\.(db|browser)\.test\.ts$/.test(file)

/** What takes seconds of a processor or starts programs, for those who touch it: `npm test` runs it, `npm run check` does not. */
export const isLong = (file) =>
  /channels.contract-(words|sends)|sources.jsonata-hostile|uploads.prepare|said.seen|cli.say\.test/.test(file)

/** Runs pure tests. Two processes: they wait for nothing but the processor. */
export const pureTests = (files) =>
  runInProcesses(files.toSorted(), { processes: 2, timeout: 120_000, fromBothEnds: true })
