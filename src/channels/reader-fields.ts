import type { Medium } from './channel.ts'
import { byTelephone, mediumName } from './media.ts'

/** What a page calls a field of a destination in its reader's language, with the examples that its help names. */
export type ReaderWords =
  | { words: 'number' | 'endpoint'; example: string }
  | { words: 'chat'; channel: string; where: string; start: string }
  | { words: 'format' }
  | { words: 'name' }

/** Null where the vendor's own words have to do, which are English. */
export function readerWords(medium: Medium, field: string): ReaderWords | null {
  if (byTelephone.includes(medium) && field === 'number') return { words: 'number', example: '+49 151 23456789' }
  if (medium === 'webhook' && field === 'url')
    return { words: 'endpoint', example: 'https://hooks.customer.example/status' }
  if (medium === 'webhook' && field === 'format') return { words: 'format' }
  if (medium === 'slack' && field === 'name') return { words: 'name' }
  const [where, start] = (field === 'url' && shown[medium]) || []
  return where && start ? { words: 'chat', channel: mediumName(medium), where, start } : null
}

/** Fields that a program fills in: no reader is asked for them. */
export const isForReaders = (medium: Medium, field: string): boolean => !filledIn[medium]?.includes(field)

const filledIn: { readonly [one in Medium]?: readonly string[] } = {
  // What "Add to Slack" brings along.
  slack: ['channel', 'token'],
  // The secret is made by us, and the one before it comes with a change of it.
  webhook: ['secret', 'oldSecret'],
}

/** Where a chat shows the address of a webhook, as the vendor writes it, and what the address starts with. */
const shown: { readonly [one in Medium]?: readonly [where: string, start: string] } = {
  slack: ['Incoming Webhooks', 'https://hooks.slack.com/services/…'],
  teams: ['Workflows', 'https://….logic.azure.com/workflows/…'],
  'google-chat': ['Apps & integrations', 'https://chat.googleapis.com/v1/spaces/…'],
  discord: ['Integrations', 'https://discord.com/api/webhooks/…'],
  mattermost: ['Incoming Webhooks', 'https://chat.acme.example/hooks/…'],
  'rocket-chat': ['Integrations', 'https://chat.acme.example/hooks/…'],
  webex: ['Incoming Webhooks', 'https://webexapis.com/v1/webhooks/incoming/…'],
}
