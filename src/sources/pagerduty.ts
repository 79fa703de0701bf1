import { createHmac, timingSafeEqual } from 'node:crypto'
import { Unauthenticated } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { type Field, readBody } from './payload.ts'
import { at, firstText, firstUrl, labelled, needText, object, severity } from './read.ts'
import { type Arrival, defineSource, type ParsedAlert } from './source.ts'
import { firstTime } from './time.ts'

export const pagerduty = defineSource({
  kind: 'pagerduty',
  name: 'PagerDuty',
  docs: 'https://developer.pagerduty.com/docs/webhooks-overview',
  setup: `1. In PagerDuty open Integrations, Generic Webhooks (v3), New Webhook.
2. Enter the Webhook URL {{url}}, choose the services that matter, and the events incident.triggered, incident.reopened, incident.acknowledged and incident.resolved.
3. PagerDuty shows the signing secret once, after saving: enter it here.`,
  settings: z.object({
    secret: z.string().trim().max(500).default('').meta({
      title: 'Signing secret',
      description:
        'What PagerDuty shows after the webhook is saved. With it, messages without a right signature are refused.',
      secret: true,
    }),
  }),
  sample: { contentType: 'application/json', body: JSON.stringify(sample(), null, 2) },
  async parse(arrival, { settings }) {
    if (settings.secret) verify(arrival, settings.secret)
    const event = object(at(object(readBody(arrival), 'an object with an event'), 'event'), 'an event')
    const type = needText(event, 'the type of the event', 'event_type')
    if (type === 'pagey.ping') return { alerts: [], note: 'PagerDuty sent a test.' }
    if (!type.startsWith('incident.')) return { alerts: [], note: `An event about no incident: ${type.slice(0, 100)}.` }
    return { alerts: [readIncident(event, states[type] ?? 'other')] }
  },
})

/** Several signatures, separated by commas, while a secret is being changed; one that fits is enough. */
function verify({ body, headers }: Arrival, secret: string) {
  const right = createHmac('sha256', secret).update(body).digest()
  const given = (headers['x-pagerduty-signature'] ?? '').split(',').slice(0, 20)
  const fits = given.some((signature) => {
    const [, hex] = /^v1=([0-9a-f]{64})$/i.exec(signature.trim()) ?? []
    return hex !== undefined && timingSafeEqual(Buffer.from(hex, 'hex'), right)
  })
  if (!fits)
    throw new Unauthenticated('The signature in x-pagerduty-signature is missing or does not fit the signing secret')
}

function readIncident(event: Field, state: ParsedAlert['state']): ParsedAlert {
  const data = object(at(event, 'data'), 'an incident')
  // Notes and responder requests are about an incident that they carry inside.
  const incident =
    firstText(data, 'type') === 'incident' ? data : firstText(data, 'incident.id') ? at(data, 'incident') : data
  const key = needText(incident, 'the id of the incident', 'id')
  const occurred = firstTime(event, 'occurred_at')
  return {
    key,
    occurrence: firstText(event, 'id') ?? occurred?.toISOString() ?? null,
    state,
    severity: severity(firstText(incident, 'priority.summary')) ?? severity(firstText(incident, 'urgency')),
    title: firstText(incident, 'title', 'summary') ?? key,
    summary: firstText(incident, 'service.summary'),
    labels: labelled({
      service: firstText(incident, 'service.summary'),
      urgency: firstText(incident, 'urgency'),
      priority: firstText(incident, 'priority.summary'),
      team: firstText(incident, 'teams.0.summary'),
      number: firstText(incident, 'number'),
      incident_key: firstText(incident, 'incident_key'),
    }),
    url: firstUrl(incident, 'html_url'),
    startedAt: state === 'resolved' ? firstTime(incident, 'created_at') : occurred,
    endedAt: state === 'resolved' ? occurred : null,
  }
}

const states: Record<string, ParsedAlert['state']> = {
  'incident.triggered': 'firing',
  'incident.reopened': 'firing',
  'incident.resolved': 'resolved',
}

function sample() {
  const reference = (id: string, type: string, summary: string) => ({
    id,
    type: `${type}_reference`,
    summary,
    self: `https://api.pagerduty.com/${type}s/${id}`,
    html_url: `https://acme.pagerduty.com/${type}s/${id}`,
  })
  return {
    event: {
      id: '01C8T2GFJ6OXLO4KLXX6JRVTFM',
      event_type: 'incident.triggered',
      resource_type: 'incident',
      occurred_at: '2026-03-01T09:30:00.123Z',
      agent: reference('PLH1HKV', 'user', 'Tenex Engineer'),
      client: null,
      data: {
        id: 'PGR0VU2',
        type: 'incident',
        self: 'https://api.pagerduty.com/incidents/PGR0VU2',
        html_url: 'https://acme.pagerduty.com/incidents/PGR0VU2',
        number: 212,
        status: 'triggered',
        incident_key: 'd3640fbd41094207a1c11e58e46b1662',
        created_at: '2026-03-01T09:30:00Z',
        title: 'Card payments are failing',
        service: reference('PF9KMXH', 'service', 'Card payments'),
        assignees: [reference('PTUXL6G', 'user', 'User 123')],
        escalation_policy: reference('PUS0KTE', 'escalation_policy', 'Default'),
        teams: [reference('PFCVPS0', 'team', 'Payments')],
        priority: reference('PSO75BM', 'priority', 'P1'),
        urgency: 'high',
        conference_bridge: null,
        resolve_reason: null,
      },
    },
  }
}
