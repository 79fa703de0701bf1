import type { Channel } from '../channels/channel.ts'
import { z } from '../lib/zod.ts'

/** What the channels say about themselves, in the order of their names: how to connect them, and their limits. */
export const channelsBlock = (channels: readonly Channel[]): string =>
  [...channels]
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || a.kind.localeCompare(b.kind, 'en'))
    .map(section)
    .join('\n\n')

const section = ({ kind, medium, name, docs, reaches, setup, settings, target, limits }: Channel): string =>
  [
    `### ${name}`,
    `Kind \`${kind}\`, channel \`${medium}\`, for ${reaches.map((whom) => audience[whom]).join(' and ')}. [The vendor's documentation](${docs}).`,
    setup.replaceAll('{{hook}}', `\`https://status.acme.example/channels/${kind}/<token>\``),
    ...fields('account', settings),
    ...fields('destination', target),
    limitsLine(limits),
  ].join('\n\n')

const audience = { subscriber: 'subscribers', world: 'the page itself' }

function limitsLine({ text, rate }: Channel['limits']): string {
  const often = rate
    ? `; at most ${rate.perSecond} a second${rate.burst ? `, ${rate.burst} at once,` : ''} ${per[rate.per]} ([source](${rate.source}))`
    : ''
  return `Limits: ${text.max.toLocaleString('en')} ${text.unit} ([source](${text.source}))${often}.`
}

const per = { host: 'for each host', account: 'for each account', target: 'for each destination' }

function fields(head: string, schema: z.ZodType): string[] {
  const shapes = 'options' in schema && Array.isArray(schema.options) ? schema.options : [schema]
  const rows = shapes.flatMap((shape) => (shape instanceof z.ZodObject ? Object.entries(shape.shape).map(row) : []))
  return rows.length === 0 ? [] : [[`| ${head} | | |`, '| --- | --- | --- |', ...new Set(rows)].join('\n')]
}

function row([name, field]: [string, unknown]): string {
  const about = field instanceof z.ZodType ? (field.meta() ?? {}) : {}
  const isOptional = field instanceof z.ZodType && field.safeParse(undefined).success
  const cells = [
    about.title ?? '',
    `${about.description ?? ''}${isOptional ? ' Optional.' : ''}${about.secret ? ' Secret.' : ''}`,
  ]
  return `| \`${name}\` | ${cells.map((text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;')).join(' | ')} |`
}
