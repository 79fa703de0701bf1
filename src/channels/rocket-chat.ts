import { z } from '../lib/zod.ts'
import { askJson, jsonOf, outcomeOf } from './ask.ts'
import { defineChannel, type Outcome } from './channel.ts'
import { hookAddress, hostOf, plainAddress } from './chat-webhook.ts'
import { dressed, linkLine, quietNames, stacked } from './dress.ts'
import { previewOf } from './preview.ts'
import { plainLine } from './rich-text.ts'

/** https://docs.rocket.chat/docs/integrations */
export const rocketChat = defineChannel({
  kind: 'rocket-chat',
  medium: 'rocket-chat',
  name: 'Rocket.Chat',
  docs: 'https://docs.rocket.chat/docs/integrations',
  reaches: ['subscriber', 'world'],
  setup: `1. In Rocket.Chat, open Manage, Workspace, Integrations and make a new incoming integration for the channel that is to hear.
2. Switch it on, save it, and copy its webhook address.`,
  settings: z.strictObject({}),
  target: z.strictObject({
    url: hookAddress(
      /\/hooks\/[A-Za-z0-9]{10,40}\/[\w-]{20,120}\/?$/,
      'https://chat.acme.example/hooks/…/…',
      'https://chat.acme.example/hooks/…/…, as Rocket.Chat shows it.',
    ),
  }),
  identity: ({ url }) => plainAddress(url),
  label: ({ url }) => `Rocket.Chat at ${hostOf(url).slice(0, 80)}`,
  host: ({ target }) => hostOf(target.url),
  limits: {
    // Message_MaxAllowedSize, unless the workspace has changed it.
    text: { max: 5_000, unit: 'characters', source: 'https://docs.rocket.chat/docs/message' },
  },
  sample: {
    settings: {},
    target: {
      url: 'https://chat.acme.example/hooks/5b2a5c1f9d0e8a0001c3d4e5/rzkBPhSBdQvTQDXTJfyfSxYYX4ZuWPL8jH4gFTcvnm3',
    },
  },
  write: (message) => {
    const attachment = dressed(
      message,
      ({ heading, body, facts, link, manage }) => ({
        title: heading || '…',
        title_link: link.url,
        text: stacked(body, facts.join('\n'), [linkLine(link), manage && linkLine(manage)].filter(Boolean).join('\n')),
        author_name: plainLine(quietNames(message.page.name), 100) || '…',
        // None of its fields is read as Markdown:
        // https://github.com/RocketChat/Rocket.Chat/blob/develop/apps/meteor/client/components/message/content/attachments/DefaultAttachment.tsx
        mrkdwn_in: [],
      }),
      ({ title, text, author_name }) => title.length + text.length + author_name.length < longest,
      quietNames,
    )
    return { text: previewOf(message, longest), body: { attachments: [attachment] } }
  },
  async send({ body }, { target }, via): Promise<Outcome> {
    const asked = await askJson(via, plainAddress(target.url), body, false)
    if ('outcome' in asked) return asked.outcome
    const { response } = asked
    const word = answer.safeParse(jsonOf(response)).data ?? {}
    const reason = `${response.status}${word.error ? `: ${word.error}` : ''}`
    // A hook that was removed or switched off: "Invalid integration id or token provided."
    if (response.status === 404 || response.status === 410) return { result: 'permanent', reason }
    if (response.status === 401 || response.status === 403) return { result: 'refused', reason }
    if (response.status === 200 && word.success === false)
      return { result: 'refused', reason: `${reason} (no success)` }
    return outcomeOf(response, via.now(), word.error ?? '')
  },
})

const longest = 5_000

const answer = z.object({
  success: z.boolean().optional().catch(undefined),
  error: z
    .string()
    .regex(/^[a-z-]{3,60}$/)
    .optional()
    .catch(undefined),
})
