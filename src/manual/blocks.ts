import { createAccounts } from '../accounts/accounts.ts'
import { channels } from '../channels/index.ts'
import { verbs } from '../cli/verbs.ts'
import { defaultTexts } from '../messages/texts.ts'
import { documentedValues } from '../messages/values.ts'
import { allRoutes } from '../routes.ts'
import { sources } from '../sources/index.ts'
import { channelsBlock } from './channel-block.ts'
import { sourceBlock } from './source-block.ts'

/** The parts of the manual that the program knows better than a person, as Markdown, by name. */
export const blocks = (): Record<string, string> => ({
  commands: table(
    ['command', 'does'],
    Object.entries(verbs).map(([name, { does }]) => [`\`bin/upfront ${name}\``, does]),
  ),
  routes: routeTable(),
  values: table(
    ['value', 'what it is'],
    Object.entries(documentedValues).map(([path, what]) => [`\`{{${path}}}\``, what]),
  ),
  'default texts': Object.entries(defaultTexts)
    .map(([phase, text]) => `- **${phase}**: ${text}`)
    .join('\n'),
  channels: channelsBlock(channels),
  ...Object.fromEntries(sources.map((source) => [`source ${source.kind}`, sourceBlock(source)])),
})

const opening = /^<!-- ([a-z][a-z0-9 -]*): written by bin\/manual\.mjs -->$/
const closing = '<!-- end -->'

/** A page of the manual with its blocks as they should be. Throws where it names a block that there is not. */
export function filled(page: string, known: Record<string, string>): string {
  const out: string[] = []
  let inside = false
  for (const line of page.split('\n')) {
    const name = opening.exec(line)?.[1]
    if (line === closing) inside = false
    if (!inside) out.push(line)
    if (name === undefined) continue
    const block = known[name]
    if (block === undefined) throw new Error(`there is no block "${name}"`)
    out.push(block)
    inside = true
  }
  return out.join('\n')
}

/** The names of the blocks in a page. */
export const blocksIn = (page: string): string[] => page.split('\n').flatMap((line) => opening.exec(line)?.[1] ?? [])

function routeTable(): string {
  const api = allRoutes({ accounts: createAccounts() }).filter((route) => route.kind === 'api')
  return table(
    ['request', 'does', 'role'],
    api.map(({ method, path, summary, permission }) => [`\`${method} ${path}\``, summary, permission]),
  )
}

const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n')

const cell = (text: string) => text.replaceAll('|', '\\|')
