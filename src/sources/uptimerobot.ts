import { z } from '../lib/zod.ts'
import { type Field, readBody } from './payload.ts'
import { firstText, firstUrl, labelled, needState, needText, object } from './read.ts'
import { type Arrival, defineSource, type ParsedAlert } from './source.ts'
import { firstTime } from './time.ts'

export const uptimerobot = defineSource({
  kind: 'uptimerobot',
  name: 'UptimeRobot',
  docs: 'https://uptimerobot.com/integrations/webhooks-integration/',
  setup: `1. In UptimeRobot open Integrations and add a Webhook with the URL {{url}}.
2. As POST value paste: {"monitorID":"*monitorID*","monitorURL":"*monitorURL*","monitorFriendlyName":"*monitorFriendlyName*","alertType":"*alertType*","alertTypeFriendlyName":"*alertTypeFriendlyName*","alertDetails":"*alertDetails*","alertDuration":"*alertDuration*","alertDateTime":"*alertDateTime*"}
3. Tick "Send as JSON", choose up and down events, save, and tick the integration in each monitor that matters. Form and query parameters are understood too.`,
  settings: z.object({}),
  sample: { contentType: 'application/json', body: JSON.stringify(sample(), null, 2) },
  async parse(arrival) {
    const body = parameters(arrival)
    const key = needText(body, 'the id of the monitor', 'monitorID', 'monitorURL', 'monitorFriendlyName')
    const state = stateOf(body)
    const at = firstTime(body, 'alertDateTime')
    const alert: ParsedAlert = {
      key,
      occurrence: at?.toISOString() ?? null,
      state,
      severity: null,
      title: firstText(body, 'monitorFriendlyName', 'monitorURL') ?? key,
      summary: firstText(body, 'alertDetails', 'friendlyMessage'),
      labels: labelled({ group: firstText(body, 'monitorGroup'), tags: firstText(body, 'monitorTags') }),
      url: firstUrl(body, 'monitorURL'),
      startedAt: state === 'resolved' ? began(at, firstText(body, 'alertDuration')) : at,
      endedAt: state === 'resolved' ? at : null,
    }
    return { alerts: [alert] }
  },
})

/** JSON or a form in the body; the address may carry the same names as query parameters, with or without a body. */
function parameters(arrival: Arrival): Field {
  if (arrival.body.length === 0 && Object.keys(arrival.query).length > 0)
    return { value: { ...arrival.query }, pointer: '' }
  const body = object(readBody(arrival), 'an object or a form with the monitor in it')
  return { value: { ...arrival.query, ...(body.value as Record<string, unknown>) }, pointer: '' }
}

/** The name decides where it is one that is known; number and name were seen to disagree. */
function stateOf(body: Field): ParsedAlert['state'] {
  const name = firstText(body, 'alertTypeFriendlyName')?.toLowerCase()
  return needState(body, states, ...(name && Object.hasOwn(states, name) ? [] : ['alertType']), 'alertTypeFriendlyName')
}

// 3 is a certificate or a domain that expires soon: worth a look by its owner, and never followed by a recovery.
const states: Record<string, ParsedAlert['state']> = {
  down: 'firing',
  up: 'resolved',
  1: 'firing',
  2: 'resolved',
  3: 'other',
  'ssl expiry': 'other',
  'domain expiry': 'other',
  test: 'other',
}

function began(ended: Date | null, seconds: string | null): Date | null {
  const duration = Number(seconds ?? Number.NaN)
  return ended && duration > 0 && duration < 1e8 ? new Date(ended.getTime() - duration * 1_000) : null
}

function sample() {
  return {
    monitorID: '777749809',
    monitorURL: 'https://api.acme.example/health',
    monitorFriendlyName: 'API health',
    alertType: '1',
    alertTypeFriendlyName: 'Down',
    alertDetails: 'HTTP 503 - Service Unavailable',
    alertDuration: '0',
    alertDateTime: '1772357400',
  }
}
