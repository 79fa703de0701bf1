import { planConfiguration } from '../configuration/apply.ts'
import { planInWords } from '../configuration/words.ts'
import { elsewhere, emptyPlace } from './installation.ts'
import { explainMistakes, readFileNamed } from './read-file.ts'
import type { Verb, VerbInput } from './verb.ts'
import { withContext } from './with-context.ts'

export const verb: Verb = {
  arguments: 'FILE',
  options: { prune: { type: 'boolean', help: 'show what "apply --prune" would change' } },
  help: 'Nothing is changed. + is made, ~ is changed, - is removed. ${NAME} in the file takes an environment variable.',
  async run(input) {
    const file = await readFileNamed(input.args[0] ?? '')
    const prune = input.options.prune === true
    const steps = (where: VerbInput) =>
      withContext(where, (ctx) => explainMistakes(file, planConfiguration(ctx, file, { prune })))
    const place = await emptyPlace(input)
    const planned = place ? await elsewhere(input, steps) : await steps(input)
    if (place) input.print(`There is no installation in ${place} yet. In a new one:`)
    for (const line of planInWords(planned)) input.print(line)
    return 0
  },
}
