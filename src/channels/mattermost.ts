import { z } from '../lib/zod.ts'
import { askJson, jsonOf, outcomeOf } from './ask.ts'
import { defineChannel, type Outcome } from './channel.ts'
import { hookAddress, hostOf, plainAddress } from './chat-webhook.ts'
import { dressed, quietNames, stacked } from './dress.ts'
import { escapeMarkdown, markdownLink } from './escape-markdown.ts'
import { previewOf } from './preview.ts'

/** https://developers.mattermost.com/integrate/webhooks/incoming/ */
export const mattermost = defineChannel({
  kind: 'mattermost',
  medium: 'mattermost',
  name: 'Mattermost',
  docs: 'https://developers.mattermost.com/integrate/webhooks/incoming/',
  reaches: ['subscriber', 'world'],
  setup: `1. In Mattermost, open Integrations from the product menu, then Incoming Webhooks, and add one for the channel that is to hear.
2. Copy its address, which ends in /hooks/ and 26 letters and digits.`,
  settings: z.strictObject({}),
  target: z.strictObject({
    url: hookAddress(
      /\/hooks\/[a-z0-9]{26}\/?$/,
      'https://chat.acme.example/hooks/xxxxxxxxxxxxxxxxxxxxxxxxxx',
      'https://chat.acme.example/hooks/…, as Mattermost shows it.',
    ),
  }),
  identity: ({ url }) => plainAddress(url),
  label: ({ url }) => `Mattermost at ${hostOf(url).slice(0, 80)}`,
  host: ({ target }) => hostOf(target.url),
  limits: {
    text: {
      max: 16_383,
      unit: 'characters',
      source: 'https://developers.mattermost.com/integrate/reference/message-attachments/',
    },
  },
  sample: { settings: {}, target: { url: 'https://chat.acme.example/hooks/x1mkrrxcs7g8mfcp3w7hx5yemr' } },
  write: (message) => {
    const text = dressed(
      message,
      ({ heading, body, facts, link, manage }) =>
        stacked(
          `#### ${heading}`,
          body,
          facts.join('\n'),
          [markdownLink(link), manage && markdownLink(manage)].filter(Boolean).join(' · '),
        ),
      (text) => text.length <= longest,
      quiet,
    )
    return { text: previewOf(message, longest), body: { text } }
  },
  async send({ body }, { target }, via): Promise<Outcome> {
    const asked = await askJson(via, plainAddress(target.url), body, false)
    if ('outcome' in asked) return asked.outcome
    const { response } = asked
    const id = answer.safeParse(jsonOf(response)).data?.id ?? ''
    const reason = `${response.status}${id && `: ${id}`}`
    if (response.status === 404 || gone.has(id)) return { result: 'permanent', reason }
    if (response.status === 401 || response.status === 403) return { result: 'refused', reason }
    return outcomeOf(response, via.now(), id)
  },
})

const longest = 16_383

const answer = z.object({ id: z.string().regex(/^[a-z_.]{5,100}$/) })

/** The webhook or its channel is no more. https://github.com/mattermost/mattermost/blob/master/server/i18n/en.json */
const gone = new Set(['web.incoming_webhook.invalid.app_error', 'web.incoming_webhook.channel.app_error'])

/** Its Markdown takes a backslash before these alone; what else it knows (@names, :emoji:, $formulas$) is parted by an invisible space. */
const quiet = (text: string) =>
  quietNames(escapeMarkdown(text, /[\\`*{}[\]()#+\-.!_>~|<]/g))
    .replace(/:(?=[a-z0-9_+-]+:)/gi, ':\u200b')
    .replace(/\$(?=\S)/g, '$\u200b')
    .replace(/&(?=#?\w+;)/g, '&\u200b')
