import { nodeRuns } from './static.mjs'

/** Needs no database and no browser. */
export const isPure = (file) => !/\.(db|browser)\.test\.ts$/.test(file)

/** Runs pure tests in two processes: a process for each file would take longer than what it tests. */
export async function pureTests(files, flags = []) {
  const reporter = flags.some((flag) => flag.startsWith('--test-reporter')) ? [] : ['--test-reporter=dot']
  const ends = [0, 1].map((half) => {
    const batch = files.filter((_, i) => i % 2 === half)
    return nodeRuns(['--test', '--test-isolation=none', '--test-timeout=120000', ...reporter, ...flags, ...batch])
  })
  return (await Promise.all(ends)).every(Boolean)
}
