import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { type Mutant, mutants } from './mutants.ts'

const run = promisify(execFile)

/** Whether the simulator finds each fault that is put into a copy of the engine, within so many steps, or a test does. */
export async function tryMutants(
  names: readonly string[],
  { seed, steps, print }: { seed: string; steps: number; print: (line: string) => void },
): Promise<boolean> {
  let all = true
  for (const one of mutants.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const { by, wrong } = await findFault(one, seed, steps)
    all &&= wrong !== null
    print(`${one.name.padEnd(15)} ${wrong ? 'found' : 'NOT FOUND'} ${by}: ${one.fault}`)
    if (wrong) print(`${' '.repeat(16)}${wrong.slice(0, 160)}`)
  }
  return all
}

const root = resolve(import.meta.dirname, '../../..')

type Found = { by: string; wrong: string | null }

async function findFault(one: Mutant, seed: string, steps: number): Promise<Found> {
  const folder = await mkdtemp(join(tmpdir(), 'upfront-mutant-'))
  try {
    for (const part of ['src', 'bin', 'migrations', 'public', 'package.json'])
      await cp(join(root, part), join(folder, part), { recursive: true })
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
    await writeFile(join(folder, one.file), mutated(one, await readFile(join(root, one.file), 'utf8')))
    return await (one.test ? test(folder, one.test) : simulate(folder, seed, steps))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function simulate(folder: string, seed: string, steps: number): Promise<Found> {
  const simulator = JSON.stringify(`./${relative(root, import.meta.dirname)}/at-length.ts`)
  const script = `const { firstWrong } = await import(${simulator})
    console.log(JSON.stringify(await firstWrong(${JSON.stringify(seed)}, ${steps})))`
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: folder })
  const { steps: after, wrong }: { steps: number; wrong: string | null } = JSON.parse(stdout)
  return { by: `${wrong ? 'after' : 'in'} ${after} steps`, wrong }
}

async function test(folder: string, file: string): Promise<Found> {
  const said = await run(process.execPath, ['bin/test.mjs', file], { cwd: folder }).catch(
    ({ stdout = '' }: { stdout?: string }) => ({ stdout }),
  )
  return { by: `by ${file}`, wrong: /^✖ .*/m.exec(said.stdout)?.[0] ?? null }
}

/** Throws where the code has moved on. */
export function mutated({ name, file, edits }: Mutant, text: string): string {
  return edits.reduce((now, [from, to]) => {
    if (now.split(from).length !== 2) throw new Error(`mutant "${name}": once in ${file} there should be: ${from}`)
    return now.replace(from, () => to)
  }, text)
}
