import type { Values } from '../web/page.ts'
import { type AudienceRow, audienceSettings } from './schema.ts'

/** An audience as its form shows it: addresses and domains one a line, attributes as "plan: gold, silver". */
export function valuesOf(row: AudienceRow): Values {
  const { name, description, emails, domains, attributes, subscribers } = audienceSettings(row)
  return {
    name,
    description: description ?? '',
    emails: emails.join('\n'),
    domains: domains.join('\n'),
    attributes: attributes.map((one) => `${one.name}: ${one.values.join(', ')}`).join('\n'),
    ...(subscribers ? { subscribers: 'on' } : {}),
  }
}

/** What a form asks for, as the verbs take it. */
export const audienceFrom = (values: Values) => ({
  name: one(values, 'name'),
  description: one(values, 'description') || null,
  emails: lines(values, 'emails'),
  domains: lines(values, 'domains').map((domain) => domain.replace(/^@/, '')),
  attributes: lines(values, 'attributes').map((line) => {
    const [name = '', ...rest] = line.split(':')
    const given = rest.join(':').split(',')
    return { name: name.trim(), values: given.map((value) => value.trim()).filter(Boolean) }
  }),
  subscribers: values.subscribers !== undefined,
})

const lines = (values: Values, name: string): string[] =>
  one(values, name)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)

const one = (values: Values, name: string): string => ([values[name] ?? ''].flat()[0] ?? '').trim()
