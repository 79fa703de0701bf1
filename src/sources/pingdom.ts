import { z } from '../lib/zod.ts'
import { readBody } from './payload.ts'
import { at, firstText, firstUrl, labelled, needState, needText, object, severity, text } from './read.ts'
import { defineSource, type ParsedAlert } from './source.ts'
import { firstTime } from './time.ts'

export const pingdom = defineSource({
  kind: 'pingdom',
  name: 'Pingdom',
  docs: 'https://www.pingdom.com/resources/webhooks/',
  setup: `1. In Pingdom open Settings, Integrations, Add integration.
2. Choose the type Webhook, give it a name and the URL {{url}}, and save it as active.
3. Open each check that matters and tick the integration under "Connect integrations".`,
  settings: z.object({}),
  sample: { contentType: 'application/json', body: JSON.stringify(sample(), null, 2) },
  async parse(arrival) {
    const body = object(readBody(arrival), 'an object that describes a check')
    const key = needText(body, 'the id of the check', 'check_id')
    const state = needState(body, states, 'current_state')
    const changed = firstTime(body, 'state_changed_timestamp', 'state_changed_utc_time')
    const alert: ParsedAlert = {
      key,
      occurrence: changed?.toISOString() ?? null,
      state,
      severity: severity(firstText(body, 'importance_level')),
      title: firstText(body, 'check_name', 'description') ?? key,
      summary: firstText(body, 'custom_message', 'long_description', 'description'),
      labels: labelled({
        type: firstText(body, 'check_type'),
        hostname: firstText(body, 'check_params.hostname'),
        location: firstText(body, 'first_probe.location'),
        tags: tags(at(body, 'tags').value),
      }),
      // Transaction checks name the address `url`, which in an HTTP check is the path alone.
      url: firstUrl(body, 'check_params.full_url', 'check_params.url'),
      startedAt: state === 'firing' ? changed : null,
      endedAt: state === 'resolved' ? changed : null,
    }
    return { alerts: [alert] }
  },
})

const tags = (value: unknown) =>
  Array.isArray(value) ? value.flatMap((tag) => text({ value: tag, pointer: '' }) ?? []).join(',') || null : null

// UP and DOWN for uptime checks, SUCCESS and FAILING for transaction checks.
const states: Record<string, ParsedAlert['state']> = {
  down: 'firing',
  failing: 'firing',
  failure: 'firing',
  up: 'resolved',
  success: 'resolved',
  successful: 'resolved',
  unconfirmed_down: 'other',
  unknown: 'other',
  paused: 'other',
}

function sample() {
  return {
    check_id: 4271833,
    check_name: 'API health',
    check_type: 'HTTP',
    check_params: {
      basic_auth: false,
      encryption: true,
      full_url: 'https://api.acme.example/health',
      header: 'User-Agent:Pingdom.com_bot',
      hostname: 'api.acme.example',
      ipv6: false,
      port: 443,
      url: '/health',
    },
    tags: ['api', 'us'],
    previous_state: 'UP',
    current_state: 'DOWN',
    importance_level: 'HIGH',
    state_changed_timestamp: 1772357400,
    state_changed_utc_time: '2026-03-01T09:30:00',
    long_description: 'HTTP Server Error 503 Service Unavailable',
    description: 'HTTP Server Error',
    first_probe: { ip: '192.0.2.10', ipv6: '2001:db8::10', location: 'Stockholm, Sweden' },
    second_probe: { ip: '192.0.2.11', ipv6: '2001:db8::11', location: 'Austin, US', version: 1 },
  }
}
