import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { compiledFolder, keepCompiled } from './compiled.mjs'
import { littleMemory } from './little-memory.mjs'
import { rightNode } from './right-node.mjs'

// node bin/compile.mjs [USER]: loads the program once, so that what Node keeps of it is there before the first start. For a program that cannot
// write into its own folder, as in a container: else each start takes the types out of a thousand files, which is a third of its work. Node keeps
// it for each user apart: with USER, root has it made in that name, and owns it then.
await rightNode()
const user = process.argv[2]
if (user) makeFor(user)
else {
  littleMemory()
  keepCompiled()
  await loadAll()
  process.exit(0)
}

async function loadAll() {
  const root = fileURLToPath(new URL('../src/', import.meta.url))
  // What needs packages that only developers have, and programs of other processes.
  const isElsewhere = (file) =>
    /^(test|journeys|torture|demo|manual)\/|^cli\/demo|\.(test|cases)\.ts$|-(process|thread)\.ts$/.test(file)
  for (const file of readdirSync(root, { recursive: true }))
    if (file.endsWith('.ts') && !isElsewhere(file.replaceAll('\\', '/'))) await import(pathToFileURL(root + file))
}

function makeFor(user) {
  const [uid, gid] = ['-u', '-g'].map((what) => Number(execFileSync('id', [what, user])))
  mkdirSync(compiledFolder, { recursive: true })
  chownSync(compiledFolder, uid, gid)
  const { status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url)], { uid, gid, stdio: 'inherit' })
  for (const name of ['.', ...readdirSync(compiledFolder, { recursive: true })]) {
    const path = join(compiledFolder, name)
    chownSync(path, process.getuid(), process.getgid())
    chmodSync(path, statSync(path).isDirectory() ? 0o755 : 0o644)
  }
  process.exit(status ?? 1)
}
