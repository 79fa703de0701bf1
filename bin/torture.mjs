import { rightNode } from './right-node.mjs'

// npm run torture: the long fault tests. A seed as an argument plays the same moments again.
await rightNode()
const { killWhileWriting } = await import('../src/torture/acknowledged.ts')
const { killWhileTelling, repeatsAtMost } = await import('../src/torture/fan-out.ts')
const seed = process.argv[2] ?? String(process.pid)
const print = console.log
print(`seed ${seed}`)

const written = await killWhileWriting({ kills: 100, seed, print })
print(
  `100 kills: ${written.alerts} alerts and ${written.posts} posts acknowledged, ${written.lost.length} lost, ${written.halves.length} half done`,
)
for (const line of [...written.lost, ...written.halves].slice(0, 20)) print(`  ${line}`)

const told = await killWhileTelling({ kills: 10, seed, print, recipients: 2000 })
print(
  `10 kills: ${told.recipients} people, ${told.missed} missed, all told ${told.seconds.toFixed(1)} s after the last start; ` +
    `${told.repeats} repeats (at most ${repeatsAtMost(10)}), ${told.otherIds} of them with another Message-ID`,
)
const good =
  written.lost.length + written.halves.length + told.missed + told.otherIds === 0 &&
  told.repeats <= repeatsAtMost(10) &&
  told.seconds <= 60
print(good ? 'all good' : 'not good')
process.exitCode = good ? 0 : 1
