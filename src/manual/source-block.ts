import { z } from '../lib/zod.ts'
import type { Source } from '../sources/source.ts'

/** What a source says about itself: address, steps, settings, where its vendor documents it. */
export function sourceBlock({ kind, docs, setup, settings }: Source): string {
  return [
    `Kind \`${kind}\`, address \`POST /hooks/${kind}/<token>\`. [Documentation of the format](${docs}).`,
    withAddress(withCode(setup), `https://status.acme.example/hooks/${kind}/<token>`),
    ...settingLines(settings),
  ].join('\n\n')
}

/** JSON in a step stands as code, or Markdown would eat its asterisks. */
const withCode = (steps: string) => steps.replaceAll(/(?<!`)\{"[^\n`]*?"\}/g, (json) => `\`${json}\``)

/** As code, unless it stands within code already. */
const withAddress = (steps: string, url: string) =>
  steps
    .split(/(`[^`]*`)/)
    .map((part) => part.replaceAll('{{url}}', part.startsWith('`') ? url : `\`${url}\``))
    .join('')

function settingLines(settings: z.ZodType): string[] {
  if (!(settings instanceof z.ZodObject) || Object.keys(settings.shape).length === 0) return []
  const rows = Object.entries(settings.shape).map(([name, field]) => {
    const about = field instanceof z.ZodType ? (field.meta() ?? {}) : {}
    const usual = field instanceof z.ZodType ? field.safeParse(undefined).data : undefined
    const secret = about.secret === true ? ' Secret.' : ''
    const absent = usual === undefined || usual === '' ? '' : ` Default: \`${String(usual)}\`.`
    return `| \`${name}\` | ${about.title ?? ''} | ${about.description ?? ''}${absent}${secret} |`
  })
  return [['| setting | | |', '| --- | --- | --- |', ...rows].join('\n')]
}
