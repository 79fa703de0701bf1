import { checkShape } from './check.ts'
import { readDocument } from './document.ts'
import type { Environment } from './environment.ts'
import { type Mistake, WrongConfiguration } from './mistake.ts'
import { checkReferences, type Known } from './references.ts'
import type { Configuration } from './schema.ts'

/**
 * The configuration in a file's text. `known` is what it may refer to besides itself; `found` what is wrong with the files
 * that it names. Throws `WrongConfiguration` with
 * every mistake, in the order of the file. No message contains what the environment filled in.
 */
export function readConfiguration(
  file: string,
  text: string,
  environment: Environment,
  known: Known,
  found: readonly Mistake[] = [],
): Configuration {
  const document = readDocument(text, environment)
  const readable = document.data !== null || document.mistakes.length === 0
  const { configuration, mistakes } = readable ? checkShape(document) : { configuration: null, mistakes: [] }
  const all = onePerPlace([
    ...document.mistakes,
    ...mistakes,
    ...found,
    ...(readable ? checkReferences(document, known) : []),
  ])
  if (configuration === null || all.length > 0) throw new WrongConfiguration(file, all)
  return configuration
}

/** What is said first about a value says it best: a missing variable, then a wrong shape, then a wrong name. */
function onePerPlace(mistakes: Mistake[]): Mistake[] {
  const first = new Map<string, Mistake>()
  for (const mistake of mistakes) {
    const place = JSON.stringify(mistake.path.length > 0 ? mistake.path : mistake)
    if (!first.has(place)) first.set(place, mistake)
  }
  return [...first.values()].sort((a, b) => a.line - b.line || a.column - b.column)
}
