import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newrelic } from '../sources/newrelic.ts'

/** The hook tokens that the example takes from the environment. */
export const acmeTokens = {
  NEWRELIC_HOOK_TOKEN: 'nr-0123456789abcdef0123456789abcdef',
  ALERTMANAGER_HOOK_TOKEN: 'am-0123456789abcdef0123456789abcdef',
}

/** A copy of the Acme example in a folder, changed where its hold of five minutes would make a test long. */
export async function acmeFile(folder: string, change: (text: string) => string = (text) => text): Promise<string> {
  const example = await readFile(join(import.meta.dirname, '../../examples/acme/upfront.yaml'), 'utf8')
  const path = join(folder, 'upfront.yaml')
  await writeFile(path, change(example))
  return path
}

/** The example with a hold that a test can sit out. */
export const withHold = (hold: string) => (text: string) => text.replaceAll('for: 5m', `for: ${hold}`)

/** What New Relic posts about an issue, as its workflow documents it. */
export function newRelicIssue(changes: { id: string; state: 'ACTIVATED' | 'CLOSED'; at: Date }): string {
  const { id, state, at } = changes
  return JSON.stringify({
    ...JSON.parse(newrelic.sample.body),
    id,
    state,
    createdAt: at.getTime(),
    updatedAt: at.getTime(),
    ...(state === 'CLOSED' ? { closedAt: at.getTime() } : {}),
  })
}
