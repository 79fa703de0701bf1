import { applyConfiguration } from '../configuration/apply.ts'
import { planInWords } from '../configuration/words.ts'
import { explainMistakes, readFileNamed } from './read-file.ts'
import type { Verb } from './verb.ts'
import { withContext } from './with-context.ts'

export const verb: Verb = {
  arguments: 'FILE',
  options: { prune: { type: 'boolean', help: 'remove what an earlier file named and this one does not' } },
  help: 'What the file names is set and becomes read-only in the console; what it does not name is left alone. Applied twice it changes nothing. With a mistake in the file nothing is applied.',
  async run(input) {
    const file = await readFileNamed(input.args[0] ?? '')
    const prune = input.options.prune === true
    const steps = await withContext(input, (ctx) => explainMistakes(file, applyConfiguration(ctx, file, { prune })))
    for (const line of planInWords(steps, true)) input.print(line)
    return 0
  },
}
