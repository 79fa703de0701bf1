import fs from 'node:fs'
import { temporaryInMemory } from './in-memory.mjs'
import { isLong, isPure, pureTests } from './pure.mjs'
import { rightNode } from './right-node.mjs'
import { root, staticChecks } from './static.mjs'

// npm run check: format, lint, types and the tests that need no database and no browser, without the long ones.
await rightNode()
temporaryInMemory()
const started = performance.now()
const files = fs.globSync('src/**/*.test.ts', { cwd: root }).filter((file) => isPure(file) && !isLong(file))
const [{ good, report }, passed] = await Promise.all([staticChecks(), pureTests(files)])
process.stdout.write(`\n${report}`)
console.log(`${good && passed ? 'all good' : 'not good'} after ${((performance.now() - started) / 1000).toFixed(1)} s`)
process.exitCode = good && passed ? 0 : 1
