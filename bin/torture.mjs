import { rightNode } from './right-node.mjs'

// npm run torture: the long fault tests. One kind alone:
//   -- publish [SEED [KILLS]]               kills while pages are published
//   -- channels                             every channel with every text in every place
//   -- simulator [SEED [STEPS [EPISODE]]]   the delivery engine in simulated time, from an episode on; SEED/EPISODE plays one again
//   -- mutants [NAME…]                      faults put into copies of the engine, each of which the simulator has to find, or a test
//   -- fan-out [SEED [PEOPLE [KILLS]]]      one post to many on five channels, two workers, one PostgreSQL
//   -- looks [MINUTES [LANGUAGE…]]          every page in every language and state before axe
//   -- looks console                        every form and screen of channels, and for setting up, in the console before axe
// A seed plays the same moments again.
await rightNode()
if (process.argv[2] === 'simulator') {
  const { simulateAtLength } = await import('../src/torture/simulator/at-length.ts')
  const [, , , seed = String(process.pid), steps = '100000', from = '0'] = process.argv
  process.exit((await simulateAtLength(seed, Number(steps), Number(from))) ? 0 : 1)
}
if (process.argv[2] === 'mutants') {
  const { tryMutants } = await import('../src/torture/simulator/try-mutants.ts')
  const wanted = { seed: 'mutants', steps: 40_000, print: console.log }
  process.exit((await tryMutants(process.argv.slice(3), wanted)) ? 0 : 1)
}
if (process.argv[2] === 'channels') {
  const { sayEverything } = await import('../src/torture/channels.ts')
  const wrong = await sayEverything(console.log)
  for (const line of wrong) console.log(line)
  process.exit(wrong.length === 0 ? 0 : 1)
}
if (process.argv[2] === 'looks' && process.argv[3] === 'console') {
  const { findBrowser, findShell, howToInstall } = await import('./browser.mjs')
  const { startTestServer } = await import('../src/test/template.ts')
  const { lookAtConsole } = await import('../src/torture/looks-console.ts')
  const executablePath = findShell() ?? (await findBrowser())
  if (!executablePath) throw new Error(howToInstall)
  const server = await startTestServer()
  Object.assign(process.env, {
    CHROME_PATH: executablePath,
    UPFRONT_TEST_DATABASE: server.url,
    UPFRONT_TEST_TEMPLATE: server.template,
  })
  const { createAccounts } = await import('../src/accounts/accounts.ts')
  const { allRoutes } = await import('../src/routes.ts')
  const { wrong } = await lookAtConsole(allRoutes({ accounts: createAccounts() }), console.log)
  for (const line of wrong) console.log(line)
  await server.stop()
  process.exit(wrong.length === 0 ? 0 : 1)
}
if (process.argv[2] === 'looks') {
  const { findBrowser, findShell, howToInstall } = await import('./browser.mjs')
  const { lookEverywhere } = await import('../src/torture/looks.ts')
  const executablePath = findShell() ?? (await findBrowser())
  if (!executablePath) throw new Error(howToInstall)
  const [, , , minutes = '30', ...languages] = process.argv
  const { looked, left, wrong } = await lookEverywhere({
    executablePath,
    minutes: Number(minutes),
    languages,
    print: console.log,
  })
  for (const line of wrong) console.log(line)
  console.log(`${looked} pages looked at in four ways, ${wrong.length} wrong, ${left} left out for want of time`)
  process.exit(wrong.length + left === 0 ? 0 : 1)
}
if (process.argv[2] === 'fan-out') {
  const { killWhileTellingMany } = await import('../src/torture/kill-many.ts')
  const [, , , seed = String(process.pid), recipients = '20000', kills = '20'] = process.argv
  console.log(`seed ${seed}`)
  const told = await killWhileTellingMany({
    kills: Number(kills),
    seed,
    recipients: Number(recipients),
    print: console.log,
  })
  console.log(told)
  process.exit(told.missed + told.needless + told.otherIds + told.wrong.length === 0 ? 0 : 1)
}
const { killWhileWriting } = await import('../src/torture/acknowledged.ts')
const { killWhileTelling } = await import('../src/torture/fan-out.ts')
const { killWhilePublishing } = await import('../src/torture/publish.ts')
const named = process.argv.slice(2)
const alone = named[0] === 'publish'
const seed = named[alone ? 1 : 0] ?? String(process.pid)
const started = performance.now()
const print = (line) =>
  console.log(`${String(Math.round((performance.now() - started) / 1000)).padStart(4)} s  ${line}`)
print(`seed ${seed}`)

const published = await killWhilePublishing({ kills: Number((alone && named[2]) || 200), seed, print })
for (const line of [...published.torn, ...published.wrong].slice(0, 20)) print(`  ${line}`)
print(
  `${published.kills} kills while publishing, ${published.versions} versions: ${published.files} files looked at, ` +
    `${published.torn.length} torn, ${published.wrong.length} wrong`,
)
const whole = published.torn.length + published.wrong.length === 0
if (alone) {
  print(whole ? 'all good' : 'not good')
  process.exit(whole ? 0 : 1)
}

const written = await killWhileWriting({ kills: 100, seed, print })
const { kills, alerts, posts, again, mails, lost, wrong } = written
for (const line of [...lost, ...wrong].slice(0, 20)) print(`  ${line}`)
print(
  `${kills} kills: ${alerts} alerts and ${posts} posts acknowledged, ${again} of them sent more than once; ` +
    `${lost.length} lost, ${wrong.length} wrong; ${mails} mails`,
)

const told = await killWhileTelling({ kills: 10, seed, print, recipients: 2000 })
for (const line of told.wrong) print(`  ${line}`)
print(
  `10 kills: ${told.recipients} people, ${told.missed} missed, ${told.wrongly} told wrongly, ` +
    `all told ${told.seconds.toFixed(1)} s after the last start; ${told.repeats} repeats, ` +
    `${told.needless} of them not in flight, ${told.otherIds} with another Message-ID`,
)
const faults = [...lost, ...wrong, ...told.wrong].length + told.missed + told.wrongly + told.needless + told.otherIds
const good = whole && faults === 0 && told.seconds <= 60
print(good ? 'all good' : 'not good')
process.exitCode = good ? 0 : 1
