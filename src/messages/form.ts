import type { Problem } from '../lib/errors.ts'
import { translationPointer, translationsIn, translationValues } from '../pages/translation-fields.ts'
import type { Values } from '../web/page.ts'
import { parsed } from '../web/parse.ts'
import type { messageSettings } from './find.ts'
import { NewMessage, phases } from './schema.ts'

const parts = ['key', 'title', ...phases] as const

export const shortField = (phase: string, audience?: string) => `short.${phase}${audience ? `.${audience}` : ''}`
export const textField = (phase: string, audience: string) => `text.${phase}.${audience}`
export const translationField = (lang: string, phase: string, audience: string) =>
  `translation.${lang}.${phase}.${audience}`

/** What stands in the form of a message. Throws `InvalidInput` whose pointers name its fields. */
export const messageIn = (values: Values): NewMessage => parsed(NewMessage, inputIn(values))

/** The same before anybody looked at it. */
export const inputIn = (values: Values) => ({
  ...Object.fromEntries(parts.map((part) => [part, one(values, part) || emptyOf[part]])),
  // Of a form that offers no languages, they stay as they are.
  ...(translationsIn(values) && { translations: translationsIn(values) }),
  short: shortsIn(values),
  texts: audiencesIn(values).map((audience) => ({
    audience,
    ...given(phases.map((phase) => [phase, one(values, textField(phase, audience))])),
    short: shortsIn(values, audience),
    translations: Object.fromEntries(
      languagesIn(values, audience).map((lang) => [
        lang,
        given(phases.map((phase) => [phase, one(values, translationField(lang, phase, audience))])),
      ]),
    ),
  })),
})

/** What is not there is ours to say; a key, a title and a beginning have to be. */
const emptyOf = { key: '', title: '', investigating: '', identified: null, monitoring: null, resolved: null }

const shortsIn = (values: Values, audience?: string) =>
  given(phases.map((phase) => [phase, one(values, shortField(phase, audience))]))

/** Whose words a field holds; undefined where they are everybody's. */
export const audienceOf = (name: string): string | undefined =>
  /^(?:text|short|translation\.[a-z]{2})\.[a-z]+\.(.+)$/.exec(name)?.[1]

/** For whom something is written in any phase, in the order of the form. */
const audiencesIn = (values: Values) => [
  ...new Set(
    Object.keys(values).flatMap((name) => {
      const whose = audienceOf(name)
      return whose && one(values, name) !== '' ? [whose] : []
    }),
  ),
]

const languagesIn = (values: Values, audience: string) => [
  ...new Set(
    Object.keys(values).flatMap((name) => {
      const [, lang, whose] = /^translation\.([a-z]{2})\.[a-z]+\.(.+)$/.exec(name) ?? []
      return lang && whose === audience && one(values, name) !== '' ? [lang] : []
    }),
  ),
]

const given = (entries: readonly (readonly [string, string])[]) =>
  Object.fromEntries(entries.filter(([, text]) => text))
const one = (values: Values, name: string) => ([values[name] ?? ''].flat()[0] ?? '').trim()

/** The same the other way. */
export function messageValues(message: ReturnType<typeof messageSettings>): Values {
  const own = parts.map((part) => [part, message[part] ?? ''])
  const shorts = phases.map((phase) => [shortField(phase), message.short[phase] ?? ''])
  const others = message.texts.flatMap((text) =>
    phases.flatMap((phase) => [
      [textField(phase, text.audience), text[phase] ?? ''],
      [shortField(phase, text.audience), text.short[phase] ?? ''],
      ...Object.entries(text.translations).map(([lang, words]) => [
        translationField(lang, phase, text.audience),
        words?.[phase] ?? '',
      ]),
    ]),
  )
  return { ...Object.fromEntries([...own, ...shorts, ...others]), ...translationValues(message.translations) }
}

/** Problems by the field that they are about: `/texts/0/short/resolved` is that of the first audience. */
export const problemsInForm = (values: Values, problems: readonly Problem[]): Problem[] => {
  const audiences = audiencesIn(values)
  return problems.map(({ pointer, detail }) => {
    const [, list, first = '', second = '', third = '', fourth = ''] = pointer.split('/')
    const audience = audiences[Number(first)] ?? ''
    if (list === 'translations') return { pointer: translationPointer(pointer), detail }
    if (list === 'short' && first) return { pointer: `/${shortField(first)}`, detail }
    if (list !== 'texts' || audience === '') return { pointer, detail }
    if (second === 'short') return { pointer: `/${shortField(third, audience)}`, detail }
    if (second === 'translations') return { pointer: `/${translationField(third, fourth, audience)}`, detail }
    return { pointer: phases.some((phase) => phase === second) ? `/${textField(second, audience)}` : '/texts', detail }
  })
}
