import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { findBrowser, howToInstall } from './browser.mjs'
import { rightNode } from './right-node.mjs'

// npm run bench: every benchmark, one after the other. npm run bench -- page: that one alone.
await rightNode()
const folder = fileURLToPath(new URL('../bench/', import.meta.url))
const all = readdirSync(folder).flatMap((file) => /^(.+)\.bench\.ts$/.exec(file)?.[1] ?? [])
const named = process.argv.slice(2).filter((arg) => !arg.startsWith('-'))
const unknown = named.filter((name) => !all.includes(name))
if (unknown.length > 0) {
  console.error(`no benchmark is called ${unknown.join(', ')}; there are ${all.join(', ')}`)
  process.exit(2)
}
const chosen = named.length > 0 ? named : all
if (chosen.includes('lighthouse')) {
  const browser = await findBrowser()
  if (!browser) throw new Error(howToInstall)
  process.env.CHROME_PATH = browser
}
for (const name of chosen) {
  const { bench } = await import(`${folder}${name}.bench.ts`)
  console.log(`\n${name}`)
  await bench(console.log)
}
