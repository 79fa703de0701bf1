import fs from 'node:fs'
import { temporaryInMemory } from './in-memory.mjs'
import { isPure } from './pure.mjs'
import { rightNode } from './right-node.mjs'
import { nodeRuns, root, staticChecks } from './static.mjs'
import { compiledOnce, runInProcesses } from './workers.mjs'

// npm test: format, lint, types and every test, on a real database and in a real browser.
// npm test -- FILES and node's own --test… flags: those tests alone.
await rightNode()
temporaryInMemory()
const { aptInstall, findBrowser, findShell, howToInstall } = await import('./browser.mjs')
const { startTestBrowser } = await import('../src/test/browser.ts')
const { startTestServer } = await import('../src/test/template.ts')

const started = performance.now()
const flags = process.argv.slice(2).filter((arg) => arg.startsWith('-'))
const named = process.argv.slice(2).filter((arg) => !arg.startsWith('-'))
const files = fs.globSync(named.length > 0 ? named : 'src/**/*.test.ts', { cwd: root })
process.exitCode = (await everything()) ? 0 : 1
console.log(
  `${process.exitCode === 0 ? 'all good' : 'not good'} after ${Math.round((performance.now() - started) / 1000)} s`,
)

async function everything() {
  if (files.length === 0) return say(`no test file matches ${named.join(' ')}`)
  const wantsBrowser = files.some((file) => file.endsWith('.browser.test.ts'))
  const browser = wantsBrowser ? await findBrowser() : null
  if (wantsBrowser && !browser) return say(howToInstall)
  if (process.env.CI === 'true')
    for (const [file, name] of [
      ['bin/prometheus-alertmanager', 'prometheus-alertmanager'],
      ['bin/caddy', 'caddy'],
      ['bin/pebble', 'pebble'],
      ['sbin/nginx', 'nginx-light'],
      ['sbin/postfix', 'postfix'],
      ['share/fonts/truetype/liberation', 'fonts-liberation'],
    ])
      if (!fs.existsSync(`/usr/${file}`)) aptInstall(name)
  // Named files and flags are for looking closely: a process for each file, as node does it, with all it can do.
  if (named.length > 0 || flags.length > 0)
    return withServers(files, browser, (env) =>
      nodeRuns(['--test', '--test-concurrency=2', '--test-timeout=600000', ...flags, ...files], { env }),
    )
  // Four for two cores: many tests wait for processes that they start, kill and freeze. Two begin with what takes long, two
  // with what is short.
  const all = longestFirst(files)
  const tests = withServers(all, browser, (env) => runInProcesses(all, { processes: 4, env, fromBothEnds: true }))
  const checks = staticChecks().then(({ good, report }) => {
    process.stdout.write(`\n${report}`)
    return good
  })
  return (await Promise.all([tests, checks])).every(Boolean)
}

/** Runs tests with the database and the browser that they need. */
async function withServers(files, browser, run) {
  const server = files.every(isPure) ? null : await startTestServer()
  const chromium = browser ? await startTestBrowser(findShell() ?? browser) : null
  const env = {
    ...process.env,
    ...compiledOnce,
    ...(server ? { UPFRONT_TEST_DATABASE: server.url, UPFRONT_TEST_TEMPLATE: server.template } : {}),
    ...(chromium ? { CHROME_PATH: browser, UPFRONT_TEST_BROWSER: chromium.address } : {}),
  }
  // Ctrl-C and SIGTERM reach the tests too: they end, and then the servers are stopped as always.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => {})
  try {
    return await run(env)
  } finally {
    await chromium?.stop()
    await server?.stop()
  }
}

/** What takes long at the end would run alone. */
function longestFirst(files) {
  const ranks = [/torture|journeys.(say|console-screens)/, /\.browser\.|journeys|certificates/, /\.db\./]
  const rank = (file) => ranks.concat(/./).findIndex((one) => one.test(file))
  return files.toSorted((a, b) => rank(a) - rank(b))
}

function say(line) {
  console.error(line)
  return false
}
