import { applyConfiguration } from '../configuration/apply.ts'
import { planInWords } from '../configuration/words.ts'
import { explainMistakes, readFileNamed } from './read-file.ts'
import type { Verb } from './verb.ts'
import { withContext } from './with-context.ts'

export const verb: Verb = {
  arguments: 'FILE',
  help: 'Reads what "export" or a person wrote, as YAML or JSON, once. Unlike after "apply", all of it can be changed in the console.',
  async run(input) {
    const file = await readFileNamed(input.args[0] ?? '')
    const steps = await withContext(input, (ctx) =>
      explainMistakes(file, applyConfiguration(ctx, file, { handOver: true })),
    )
    for (const line of planInWords(steps, true)) input.print(line)
    return 0
  },
}
