import * as module from 'node:module'
import { fileURLToPath } from 'node:url'
import { littleMemory } from './little-memory.mjs'
import { rightNode } from './right-node.mjs'

await rightNode()
if (process.argv[2] === 'start') littleMemory()
// Not in the shared temp folder, where others could put code for us. Where it cannot be written, there is none.
module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compile', import.meta.url)))
const { main } = await import('../src/cli/main.ts')
process.exitCode = await main(process.argv.slice(2))
