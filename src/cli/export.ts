import { writeFile } from 'node:fs/promises'
import { exportConfiguration } from '../configuration/export.ts'
import { refuseEmptyPlace } from './installation.ts'
import type { Verb } from './verb.ts'
import { withContext } from './with-context.ts'

export const verb: Verb = {
  options: { out: { type: 'string', placeholder: 'FILE', help: 'write to a file instead of standard output' } },
  help: 'Prints a configuration file for what there is, to keep or to apply elsewhere. Secrets are left out: ${NAME} stands for each, and the first lines list them. Of the subscribers only those that a file named are in it; "backup" has them all.',
  async run(input) {
    await refuseEmptyPlace(input)
    const { text, variables } = await withContext(input, exportConfiguration)
    const out = input.options.out
    if (typeof out !== 'string') {
      input.print(text.trimEnd())
      return 0
    }
    await writeFile(out, text)
    input.print(`written to ${out}`)
    if (variables.length > 0) input.print(`set these before you apply it: ${variables.join(', ')}`)
    return 0
  },
}
