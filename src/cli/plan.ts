import { planConfiguration } from '../configuration/apply.ts'
import { planInWords } from '../configuration/words.ts'
import { explainMistakes, readFileNamed } from './read-file.ts'
import type { Verb } from './verb.ts'
import { withContext } from './with-context.ts'

export const verb: Verb = {
  arguments: 'FILE',
  options: { prune: { type: 'boolean', help: 'show what "apply --prune" would change' } },
  help: 'Nothing is changed. + is made, ~ is changed, - is removed. ${NAME} in the file takes an environment variable.',
  async run(input) {
    const file = await readFileNamed(input.args[0] ?? '')
    const prune = input.options.prune === true
    const steps = await withContext(input, (ctx) => explainMistakes(file, planConfiguration(ctx, file, { prune })))
    for (const line of planInWords(steps)) input.print(line)
    return 0
  },
}
