import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { type Mutant, mutants } from './mutants.ts'

const run = promisify(execFile)

/** Whether the simulator finds each fault that is put into a copy of the engine, within so many steps. */
export async function tryMutants(
  names: readonly string[],
  { seed, steps, print }: { seed: string; steps: number; print: (line: string) => void },
): Promise<boolean> {
  let all = true
  for (const one of mutants.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const { steps: after, wrong } = await findFault(one, seed, steps)
    all &&= wrong !== null
    print(
      `${one.name.padEnd(15)} ${wrong ? `found after ${after} steps` : `NOT FOUND in ${after} steps`}: ${one.fault}`,
    )
    if (wrong) print(`${' '.repeat(16)}${wrong.slice(0, 160)}`)
  }
  return all
}

const root = resolve(import.meta.dirname, '../../..')

async function findFault(one: Mutant, seed: string, steps: number): Promise<{ steps: number; wrong: string | null }> {
  const folder = await mkdtemp(join(tmpdir(), 'upfront-mutant-'))
  try {
    for (const part of ['src', 'migrations', 'public', 'package.json'])
      await cp(join(root, part), join(folder, part), { recursive: true })
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
    await writeFile(join(folder, one.file), mutated(one, await readFile(join(root, one.file), 'utf8')))
    const simulator = JSON.stringify(`./${relative(root, import.meta.dirname)}/at-length.ts`)
    const script = `const { firstWrong } = await import(${simulator})
      console.log(JSON.stringify(await firstWrong(${JSON.stringify(seed)}, ${steps})))`
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: folder })
    return JSON.parse(stdout)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Throws where the code has moved on. */
export function mutated({ name, file, edits }: Mutant, text: string): string {
  return edits.reduce((now, [from, to]) => {
    if (now.split(from).length !== 2) throw new Error(`mutant "${name}": once in ${file} there should be: ${from}`)
    return now.replace(from, () => to)
  }, text)
}
