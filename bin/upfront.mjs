import { keepCompiled } from './compiled.mjs'
import { littleMemory } from './little-memory.mjs'
import { rightNode } from './right-node.mjs'

await rightNode()
if (process.argv[2] === 'start') littleMemory()
keepCompiled()
const { main } = await import('../src/cli/main.ts')
process.exitCode = await main(process.argv.slice(2))
