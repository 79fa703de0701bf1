/** Steps from the top of the file: names of fields and places in lists. */
export type Path = readonly (string | number)[]

/** One mistake in a configuration file. Line and column count from 1. */
export type Mistake = { line: number; column: number; path: Path; detail: string }

/** Of so many mistakes each is named; of more, how many there are. */
export const mostShown = 100

/** A file that is not applied: every mistake in it, each with its place. */
export class WrongConfiguration extends Error {
  readonly mistakes: readonly Mistake[]
  constructor(file: string, mistakes: readonly Mistake[]) {
    const shown = mistakes.slice(0, mostShown).map((mistake) => mistakeInWords(file, mistake))
    const rest = mistakes.length - shown.length
    super([...shown, ...(rest > 0 ? [`… and ${rest} more`] : [])].join('\n'))
    this.mistakes = mistakes
  }
}

/** `upfront.yaml:12:5 rules[0].publish.for: expected …` */
export function mistakeInWords(file: string, { line, column, path, detail }: Mistake): string {
  return `${file}:${line}:${column} ${path.length > 0 ? `${pathInWords(path)}: ` : ''}${detail}`
}

export const pathInWords = (path: Path): string =>
  path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    const name = /^[\w-]+$/.test(step) ? step : JSON.stringify(step)
    return text === '' ? name : `${text}.${name}`
  }, '')
