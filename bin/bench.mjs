import { readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { findBrowser, howToInstall } from './browser.mjs'
import { rightNode } from './right-node.mjs'

// npm run bench: every benchmark, one after the other. npm run bench -- page: that one alone. What takes long to fill is
// filled once in a command; --keep=<folder> keeps it for the next one, and --prepare only fills.
await rightNode()
const folder = fileURLToPath(new URL('../bench/', import.meta.url))
const all = readdirSync(folder).flatMap((file) => /^(.+)\.bench\.ts$/.exec(file)?.[1] ?? [])
const { values, positionals: named } = parseArgs({
  allowPositionals: true,
  options: { keep: { type: 'string' }, prepare: { type: 'boolean' } },
})
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
const kept = values.keep ? resolve(values.keep) : await mkdtemp(join(tmpdir(), 'upfront-bench-'))
try {
  for (const name of chosen) {
    const { bench, prepare } = await import(`${folder}${name}.bench.ts`)
    console.log(`\n${name}`)
    if (values.prepare) await prepare?.(kept)
    else await bench(console.log, kept)
  }
} finally {
  if (!values.keep) await rm(kept, { recursive: true, force: true })
}
