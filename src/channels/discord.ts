import { z } from '../lib/zod.ts'
import { askJson, jsonOf, outcomeOf } from './ask.ts'
import { defineChannel, type Message, type Outcome } from './channel.ts'
import { dressed, type Parts, stacked } from './dress.ts'
import { escapeMarkdown, markdownLink } from './escape-markdown.ts'
import { fitted } from './fit.ts'
import { previewOf } from './preview.ts'
import { plainLine } from './rich-text.ts'

const address =
  /^https:\/\/(?:(?:ptb|canary)\.)?discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/(\d{15,22})\/([\w-]{20,100})\/?$/

const target = z.strictObject({
  url: z.string().trim().regex(address, 'expected an address such as https://discord.com/api/webhooks/…/…').meta({
    secret: true,
    inSight: true,
    title: 'Webhook address',
    description: 'https://discord.com/api/webhooks/…, from the channel’s settings under Integrations.',
  }),
})

/** https://docs.discord.com/developers/resources/webhook#execute-webhook */
export const discord = defineChannel({
  kind: 'discord',
  medium: 'discord',
  name: 'Discord',
  docs: 'https://docs.discord.com/developers/resources/webhook',
  reaches: ['subscriber', 'world'],
  setup: `1. In Discord, open the settings of the channel that is to hear, then Integrations, then Webhooks.
2. Make a new webhook and copy its address, which starts with https://discord.com/api/webhooks/.`,
  settings: z.strictObject({}),
  target,
  identity: ({ url }) => parts(url).id,
  label: ({ url }) => `Discord webhook …${parts(url).id.slice(-6)}`,
  host: () => 'discord.com',
  limits: {
    text: {
      max: 6_000,
      unit: 'characters',
      source: 'https://docs.discord.com/developers/resources/message#embed-object-embed-limits',
    },
    rate: { perSecond: 0.5, burst: 5, per: 'target', source: 'https://docs.discord.com/developers/topics/rate-limits' },
  },
  sample: {
    settings: {},
    target: {
      url: 'https://discord.com/api/webhooks/223704706495545344/3d89bb7572e0fb30d8128367b3b1b44fecd1726de135cbe28a41f8b2f777c372ba2939e72279b94526ff5d1bd4358d65cf11',
    },
  },
  write: (message) => {
    const body = dressed(
      message,
      (said) => embedded(message, said),
      ({ embeds: [embed] }) => embed.description.length <= longestDescription,
      unmarked,
    )
    return { text: previewOf(message, longestDescription), body }
  },
  async send({ body }, { target }, via): Promise<Outcome> {
    const { id, token } = parts(target.url)
    const url = `https://discord.com/api/webhooks/${id}/${token}?wait=true`
    const asked = await askJson(via, url, body, false)
    if ('outcome' in asked) return asked.outcome
    const { response } = asked
    const said = answer.safeParse(jsonOf(response)).data ?? {}
    const { status } = response
    const reason = `${status}${said.code ? `: error ${said.code}` : ''}`
    if (status === 429) {
      const waits = said.retry_after ?? null
      const outcome = outcomeOf(response, via.now(), '')
      if (outcome.result !== 'transient') return outcome
      // A global limit is this installation's: other channels would fare no better now.
      return {
        ...outcome,
        ...(waits !== null && { retryAfter: Math.min(86_400, Math.max(1, Math.ceil(waits))) }),
        ...(said.global && { unreachable: true }),
      }
    }
    // 10015 Unknown Webhook, 50027 Invalid Webhook Token: somebody removed it, or made it anew.
    if (status >= 400 && (said.code === 10_015 || said.code === 50_027)) return { result: 'permanent', reason }
    if (status === 401 || status === 403 || status === 404) return { result: 'refused', reason }
    return outcomeOf(response, via.now(), said.code ? `error ${said.code}` : '', said.id)
  },
})

/** https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes */
const answer = z.object({
  id: z
    .string()
    .regex(/^\d{15,22}$/)
    .optional()
    .catch(undefined),
  code: z.int().optional().catch(undefined),
  retry_after: z.number().optional().catch(undefined),
  global: z.boolean().optional().catch(undefined),
})

const longestTitle = 256
const longestDescription = 4_096

function parts(url: string) {
  const [, id = '', token = ''] = address.exec(url) ?? []
  return { id, token }
}

/** Title, description and footer stay below 6,000 together. Nobody is called, whatever stands in them. */
const embedded = (message: Message, { heading, body, facts, link, manage }: Parts) => ({
  embeds: [
    {
      title: fitted(heading, longestTitle) || '…',
      url: link.url,
      description: stacked(
        body,
        facts.join('\n'),
        [markdownLink(link), manage && markdownLink(manage)].filter(Boolean).join(' · '),
      ),
      footer: { text: plainLine(message.page.name, 200) || '…' },
      ...(message.incident && { timestamp: message.incident.update.postedAt.toISOString() }),
    },
  ] as const,
  allowed_mentions: { parse: [] },
})

/** https://support.discord.com/hc/articles/210298617 : a backslash before each mark. Links in angle brackets too. */
const unmarked = (text: string) => escapeMarkdown(text, /[\\*_~`|>#<[\]()@:\-+.!{}$]/g)
