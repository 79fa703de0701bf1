import { didYouMean } from '../lib/nearest.ts'
import type { Verb } from './verb.ts'
import type { Listed } from './verbs.ts'

export function overview(verbs: Record<string, Listed>): string {
  const lines = Object.entries(verbs).map(([name, { does }]) => `  ${name.padEnd(14)} ${does}`)
  return [
    'Upfront: status pages and incident communication.',
    '',
    'Usage: bin/upfront COMMAND',
    '',
    ...lines,
    '',
    '"bin/upfront COMMAND --help" tells more about one. Settings come from the environment: see docs/operations.md.',
  ].join('\n')
}

export function helpFor(name: string, does: string, verb: Verb): string {
  const usage = ['Usage: bin/upfront', name, verb.options ? '[options]' : '', verb.arguments ?? '']
    .filter(Boolean)
    .join(' ')
  const options = Object.entries(verb.options ?? {}).map(([option, { short, help, placeholder, type }]) => {
    const spelled = `${short ? `-${short}, ` : ''}--${option}${type === 'string' ? ` ${placeholder ?? 'VALUE'}` : ''}`
    return `  ${spelled.padEnd(24)} ${help}`
  })
  const parts = [usage, `${does[0]?.toUpperCase()}${does.slice(1)}.`, verb.help, options.join('\n')]
  return parts.filter(Boolean).join('\n\n')
}

export function unknown(argv: string[], verbs: Record<string, Listed>): string {
  const sameStart = Object.keys(verbs).filter((name) => name.split(' ')[0] === argv[0])
  const these = sameStart.length > 0 ? sameStart : Object.keys(verbs)
  const words = (sameStart.length > 0 ? argv.slice(0, 2) : argv.slice(0, 1)).join(' ')
  return `upfront: there is no command "${words}"${didYouMean(words, these) || '.'} There is: ${these.join(', ')}`
}
