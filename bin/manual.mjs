import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rightNode } from './right-node.mjs'

// node bin/manual.mjs: writes into docs/*.md what the program knows by itself: commands, routes, values, sources.
await rightNode()
const { blocks, filled } = await import('../src/manual/blocks.ts')

const root = fileURLToPath(new URL('..', import.meta.url))
const known = blocks()
for (const file of readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'))) {
  const name = `docs/${file}`
  const before = readFileSync(join(root, name), 'utf8')
  const after = filled(before, known)
  if (after === before) continue
  writeFileSync(join(root, name), after)
  console.log(`${name} is up to date now`)
}
