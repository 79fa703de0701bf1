import { audiencesIn } from '../audiences/fields.ts'
import { translationsIn, translationValues } from '../pages/translation-fields.ts'
import type { Values } from '../web/page.ts'
import type { Component } from './find.ts'
import { componentSettings } from './schema.ts'

/** A component as its form shows it. */
export function valuesOf(component: Component): Values {
  const { name, description, translations, tags, parent, rollUp, audiences } = componentSettings(component)
  return {
    ...translationValues(translations),
    name,
    description: description ?? '',
    tags: linesOf(tags),
    parent: parent ?? '',
    rollUp,
    audiences: audiences ?? [],
  }
}

/** What a form asks for, as the verbs take it. */
export const settingsFrom = (values: Values) => ({
  name: one(values, 'name'),
  description: one(values, 'description') || null,
  translations: translationsIn(values),
  tags: tagsFrom(one(values, 'tags')),
  parent: one(values, 'parent') || null,
  rollUp: one(values, 'rollUp') || 'worst',
  audiences: audiencesIn(values),
})

/** A key out of a name, where a person gives none: "API · US" becomes "api-us". */
export const keyFrom = (values: Values): string =>
  one(values, 'key') ||
  one(values, 'name')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '')

const linesOf = (tags: Record<string, string>) =>
  Object.entries(tags)
    .map(([name, value]) => `${name}: ${value}`)
    .sort()
    .join('\n')

/** "region: us", one a line. A line without a colon is a tag without a value, which the schema names. */
const tagsFrom = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split(/\r?\n/)
      .filter((line) => line.trim())
      .map((line) => {
        const [name = '', ...value] = line.split(':')
        return [name.trim(), value.join(':').trim()]
      }),
  )

const one = (values: Values, name: string): string => ([values[name] ?? ''].flat()[0] ?? '').trim()
