import { nearest } from '../lib/nearest.ts'
import { pathsIn } from '../lib/substitute.ts'
import { documentedValues, isDocumented } from './values.ts'

/** What is wrong with the `{{…}}` of a text, in words; empty where all is documented. */
export function placeholderProblems(text: string): string[] {
  const written = [...text.matchAll(/\{\{([^{}]*)\}\}/g)].map((match) => match[1]!.trim())
  return [
    ...[...new Set(written)].flatMap((path) => problemWith(path) ?? []),
    ...(/\{\{(?![^{}]*\}\})/.test(text) ? ['{{ opens a value that no }} closes'] : []),
  ]
}

function problemWith(path: string): string | null {
  if (pathsIn(`{{${path}}}`).length === 0)
    return `{{${path.slice(0, 60)}}} is not the path of a value; nothing is evaluated here`
  if (isDocumented(path)) return null
  const known = Object.keys(documentedValues)
  const near = nearest(path, known) ?? known.find((one) => path.endsWith(`.${one}`) || one.endsWith(`.${path}`))
  return `{{${path}}} is not a known value; ${near ? `did you mean {{${near}}}?` : `known: ${known.join(', ')}`}`
}

/** True where the text promises a next post. */
export const promisesNextUpdate = (text: string | null | undefined) => pathsIn(text ?? '').includes('nextUpdateAt')
