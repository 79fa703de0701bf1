import { runInProcesses } from './workers.mjs'

/** Needs no database and no browser. */
export const isPure = (file) => !/\.(db|browser)\.test\.ts$/.test(file)

const long = [
  'audiences/leak',
  'channels/contract-sends',
  'channels/contract-words',
  'channels/dkim',
  'channels/egress',
  'channels/email-raw',
  'channels/ssrf',
  'channels/world',
  'cli/main',
  'cli/say',
  'lib/outbound-limits',
  'lib/threads',
  'pictures/pictures',
  'publishing/herd',
  'publishing/languages/negotiation',
  'publishing/search/answer',
  'said/seen',
  'sources/jsonata-hostile',
  'uploads/prepare',
  'web/at-once',
]

/** What takes seconds of a processor or starts programs, for those who touch it: `npm test` runs it, `npm run check` does not. */
export const isLong = (file) => long.some((name) => file.replaceAll('\\', '/').endsWith(`src/${name}.test.ts`))

/** Runs pure tests. Two processes: they wait for nothing but the processor. */
export const pureTests = (files) =>
  runInProcesses(files.toSorted(), { processes: 2, timeout: 120_000, fromBothEnds: true })
