import { z } from '../lib/zod.ts'
import { askJson, outcomeOf } from './ask.ts'
import { defineChannel, type Message } from './channel.ts'
import { dressed, linkLine, type Parts, stacked } from './dress.ts'
import { fitted } from './fit.ts'
import { plainLine } from './rich-text.ts'
import { answerOf, briefly, gone } from './verdict.ts'

const target = z.strictObject({
  key: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9]{32}$/, 'expected the 32 letters and digits of an integration key')
    .meta({
      secret: true,
      title: 'Integration key',
      description: 'Of an “Events API v2” integration on your service.',
    }),
  region: z
    .enum(['us', 'eu'])
    .optional()
    .meta({ title: 'Region', description: 'eu where you sign in at eu.pagerduty.com.' }),
})
type Target = z.output<typeof target>

/** https://developer.pagerduty.com/docs/events-api-v2-overview */
export const pagerduty = defineChannel({
  kind: 'pagerduty',
  medium: 'pagerduty',
  name: 'PagerDuty',
  docs: 'https://developer.pagerduty.com/docs/events-api-v2-overview',
  reaches: ['subscriber'],
  setup: `1. In PagerDuty, open the service that is to hear, then Integrations, Add an integration.
2. Choose “Events API v2” and copy the integration key.`,
  settings: z.strictObject({}),
  target,
  identity: ({ key }) => key,
  label: ({ key }) => `PagerDuty integration …${key.slice(-4)}`,
  host: ({ target }) => hostOf(target),
  limits: {
    text: {
      max: 512 * 1024,
      unit: 'bytes',
      source: 'https://developer.pagerduty.com/docs/events-api-v2-overview#size-limits',
    },
    rate: { perSecond: 2, per: 'target', source: 'https://developer.pagerduty.com/docs/events-api-rate-limits' },
  },
  sample: { settings: {}, target: { key: 'e93facc04764012d7bfb002500d5d1a6', region: 'us' } },
  write: (message) =>
    dressed(
      message,
      (parts) => dress(parts, message),
      ({ event }) => Buffer.byteLength(JSON.stringify(event)) <= 500 * 1024,
    ),
  send: async ({ event }, { target }, via) => {
    const asked = await askJson(
      via,
      `https://${hostOf(target)}/v2/enqueue`,
      { routing_key: target.key, ...event },
      true,
    )
    if ('outcome' in asked) return asked.outcome
    const { response } = asked
    const { message, errors = [], dedup_key } = answerOf(answer, response) ?? {}
    const said = briefly([message, ...errors].join(': '), [target.key])
    const usual = outcomeOf(response, via.now(), said, dedup_key)
    return response.status === 400 && /routing.?key/i.test(errors.join()) ? gone(usual) : usual
  },
})

const hostOf = ({ region }: Target) => (region === 'eu' ? 'events.eu.pagerduty.com' : 'events.pagerduty.com')

const answer = z.object({
  message: z.string().optional(),
  errors: z.array(z.string()).optional(),
  dedup_key: z
    .string()
    .max(255)
    .regex(/^[\w/.:-]+$/)
    .optional(),
})

/**
 * A later message of an incident is added to its open alert; the last one resolves it. Nothing is acknowledged: whether
 * somebody at the customer's works on it, they say themselves.
 */
function dress({ heading, body, facts, link, manage }: Parts, message: Message) {
  const { incident, page, thread } = message
  const about = incident && {
    status: incident.status,
    impact: incident.impact,
    affected: incident.components.slice(0, 100).map(({ name, status }) => `${plainLine(name, 200)}: ${status}`),
  }
  const event = {
    event_action: incident?.isOver ? 'resolve' : 'trigger',
    dedup_key: `upfront/${(incident?.id ?? thread).slice(0, 200)}`,
    client: plainLine(page.name, 200) || 'Upfront',
    client_url: page.url,
    links: [link, ...(manage ? [manage] : [])].map(({ label, url }) => ({ href: url, text: label || url })),
    payload: {
      summary: fitted(heading, 1024) || page.url,
      source: new URL(page.url).host,
      severity: severityOf[incident?.impact ?? ''] ?? 'info',
      ...(incident && { timestamp: incident.update.postedAt.toISOString() }),
      custom_details: { ...about, message: body, facts },
    },
  }
  return { text: stacked(heading, body, facts.join('\n'), linkLine(link)), event }
}

const severityOf: Record<string, string> = { critical: 'critical', major: 'error', minor: 'warning' }
