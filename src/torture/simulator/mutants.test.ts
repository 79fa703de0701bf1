import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { mutants } from './mutants.ts'
import { mutated } from './try-mutants.ts'

test('each fault that the simulator is tried with can be put into the engine as it is', async () => {
  for (const one of mutants) mutated(one, await readFile(join(import.meta.dirname, '../../..', one.file), 'utf8'))
})
