import { oneLine, WebAddress } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'
import { translated } from '../publishing/languages/schema.ts'

/** A link that a page's people set, in its head or its foot. */
export const Link = z.strictObject({
  name: oneLine(40),
  url: WebAddress,
  translations: translated({ name: oneLine(40), url: WebAddress }).optional(),
})
export type Link = z.infer<typeof Link>

/** Links as a form has them, one a line: `Name https://…` */
export const linkLines = (links: readonly Link[]): string => links.map(({ name, url }) => `${name} ${url}`).join('\n')

/** The links of the lines. One of those before that is still there, by its address or else by its words, keeps its translations. */
export function linksIn(lines: string | null, before: readonly Link[]) {
  return (lines ?? '').split('\n').flatMap((line) => {
    if (line.trim() === '') return []
    const link = linkIn(line.trim())
    const same = before.find(({ url }) => url === link.url) ?? before.find(({ name }) => name === link.name)
    return [same?.translations ? { ...link, translations: same.translations } : link]
  })
}

function linkIn(line: string) {
  const [, name = line, url = ''] = /^(.*)\s(\S+)$/.exec(line) ?? []
  return { name: name.trim(), url }
}
