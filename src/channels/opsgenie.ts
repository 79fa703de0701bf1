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
    .regex(
      /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
      'expected a key such as eb243592-faa2-4ba2-a551-1afdf565c889',
    )
    .meta({ secret: true, title: 'API key', description: 'Of an “API” integration of your team.' }),
  region: z
    .enum(['us', 'eu', 'jsm'])
    .optional()
    .meta({ title: 'Region', description: 'eu for Opsgenie in Europe, jsm for Jira Service Management.' }),
})
type Target = z.output<typeof target>

/**
 * https://docs.opsgenie.com/docs/alert-api. Atlassian ends Opsgenie on 5 April 2027; Jira Service Management has taken
 * over its alerts and takes the same requests: https://jira.atlassian.com/browse/JSDCLOUD-14179
 */
export const opsgenie = defineChannel({
  kind: 'opsgenie',
  medium: 'opsgenie',
  name: 'Opsgenie',
  docs: 'https://docs.opsgenie.com/docs/alert-api',
  reaches: ['subscriber'],
  setup: `1. In Opsgenie, open your team, then Integrations, Add integration, API; let it create and close alerts, and copy its key.
2. Choose the region where your account is. Atlassian ends Opsgenie on 5 April 2027: in Jira Service Management add an “API” integration likewise and choose jsm.`,
  settings: z.strictObject({}),
  target,
  identity: ({ key }) => key.toLowerCase(),
  label: ({ key }) => `Opsgenie integration …${key.slice(-4)}`,
  host: ({ target }) => new URL(baseOf(target)).host,
  limits: {
    text: { max: 15_000, unit: 'characters', source: 'https://docs.opsgenie.com/docs/alert-api#create-alert' },
  },
  sample: { settings: {}, target: { key: 'eb243592-faa2-4ba2-a551-1afdf565c889', region: 'us' } },
  write: (message) =>
    dressed(
      message,
      (parts) => dress(parts, message),
      ({ text }) => text.length <= 15_000,
    ),
  send: async ({ path, request }, { target }, via) => {
    const asked = await askJson(via, `${baseOf(target)}/v2/alerts${path}`, request, true, {
      authorization: `GenieKey ${target.key}`,
    })
    if ('outcome' in asked) return asked.outcome
    const { response } = asked
    const { message, requestId } = answerOf(answer, response) ?? {}
    const usual = outcomeOf(response, via.now(), briefly(message, [target.key]), requestId)
    // The key is the customer's own: where it is not taken, nobody else's is concerned.
    return response.status === 401 || response.status === 403 ? gone(usual) : usual
  },
})

const baseOf = ({ region = 'us' }: Target) => bases[region]
const bases = {
  us: 'https://api.opsgenie.com',
  eu: 'https://api.eu.opsgenie.com',
  jsm: 'https://api.atlassian.com/jsm/ops/integration',
}

const answer = z.object({
  message: z.string().optional(),
  requestId: z
    .string()
    .regex(/^[\w-]{1,80}$/)
    .optional(),
})

/** The first message opens the alert, the next ones are notes on it, the last one closes it. */
function dress({ heading, body, facts, link, manage }: Parts, { incident, page, thread, answers }: Message) {
  const links = [link, ...(manage ? [manage] : [])].map(linkLine).join('\n')
  const text = stacked(heading, body, facts.join('\n'), links)
  const alias = `upfront/${(incident?.id ?? thread).slice(0, 200)}`
  const [source, user] = [new URL(page.url).host.slice(0, 100), 'Upfront']
  const known = `/${encodeURIComponent(alias)}`
  if (incident?.isOver)
    return { text, path: `${known}/close?identifierType=alias`, request: { source, user, note: text } }
  if (incident && answers)
    return { text, path: `${known}/notes?identifierType=alias`, request: { source, user, note: text } }
  const details = {
    page: plainLine(page.name, 200),
    link: link.url,
    ...(incident && { status: incident.status, impact: incident.impact }),
  }
  const priority = priorityOf[incident?.impact ?? ''] ?? 'P5'
  const message = fitted(heading, 130) || page.url.slice(0, 130)
  return { text, path: '', request: { message, alias, description: text, details, priority, source, user } }
}

const priorityOf: Record<string, string> = { critical: 'P1', major: 'P2', minor: 'P3' }
