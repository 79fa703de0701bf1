import { z } from '../lib/zod.ts'
import { type Field, readBody, readJson, wrong } from './payload.ts'
import { at, firstText, firstUrl, isMissing, labelled, needState, needText, object, severity, text } from './read.ts'
import { type Arrival, defineSource, type ParsedAlert } from './source.ts'
import { firstTime } from './time.ts'

export const uptimeKuma = defineSource({
  kind: 'uptime-kuma',
  name: 'Uptime Kuma',
  docs: 'https://github.com/louislam/uptime-kuma/wiki/Notification-Methods',
  setup: `1. In Uptime Kuma open Settings, Notifications, Setup Notification.
2. Choose the type Webhook, the Post URL {{url}} and the Request Body "Preset - application/json".
3. Save, and switch the notification on in each monitor that matters.`,
  settings: z.object({}),
  sample: { contentType: 'application/json', body: JSON.stringify(sample(), null, 2) },
  async parse(arrival) {
    const body = object(await readAnyForm(arrival), 'an object with a heartbeat and a monitor')
    const isMessageAlone =
      isMissing(at(body, 'heartbeat')) && isMissing(at(body, 'monitor')) && isMissing(at(body, 'event_type'))
    const message = firstText(body, 'msg')
    if (isMessageAlone && message !== null)
      return {
        alerts: [],
        note: `A message about no heartbeat, such as a test or an expiring certificate: ${message.slice(0, 200)}`,
      }
    return { alerts: [readBeat(body)] }
  },
})

function readBeat(body: Field): ParsedAlert {
  // The PagerTree body names the event; the heartbeat in it may be of an earlier moment.
  const state = isMissing(at(body, 'event_type'))
    ? needState(body, statuses, 'heartbeat.status', 'status')
    : needState(body, events, 'event_type')
  const key = needText(body, 'the id of the monitor', 'monitor.id', 'heartbeat.monitorID', 'heartbeat.monitor_id', 'id')
  const beat = firstTime(body, 'heartbeat.time')
  // A reminder of a monitor that is still down is a beat of its own and not important: it has no occurrence of its own.
  const isReminder = state === 'firing' && at(body, 'heartbeat', 'important').value === false
  return {
    key,
    occurrence: isReminder ? null : (beat?.toISOString() ?? null),
    state,
    severity: severity(firstText(body, 'urgency')),
    title: firstText(body, 'monitor.name', 'title', 'msg') ?? key,
    summary: firstText(body, 'heartbeat.msg', 'msg'),
    labels: {
      ...tags(at(body, 'monitor', 'tags')),
      ...labelled({ type: firstText(body, 'monitor.type'), hostname: firstText(body, 'monitor.hostname') }),
    },
    url: firstUrl(body, 'monitor.url'),
    startedAt: state === 'resolved' ? null : beat,
    endedAt: state === 'resolved' ? beat : null,
  }
}

function tags(field: Field): Record<string, string> {
  if (!Array.isArray(field.value)) return {}
  return labelled(
    Object.fromEntries(
      field.value.flatMap((value) => {
        const tag = { value, pointer: '' }
        const name = text(at(tag, 'name'))
        return name === null ? [] : [[name, text(at(tag, 'value')) ?? '']]
      }),
    ),
  )
}

/** "multipart/form-data" is a choice in Uptime Kuma: the same JSON in a form's field `data`. */
async function readAnyForm(arrival: Arrival): Promise<Field> {
  const type = arrival.headers['content-type'] ?? ''
  if (!/^multipart\/form-data/i.test(type)) return readBody(arrival)
  const form = await new Response(new Uint8Array(arrival.body), { headers: { 'content-type': type } })
    .formData()
    .catch(() => null)
  const data = form?.get('data')
  if (typeof data !== 'string') throw wrong('/data', 'expected a form field with JSON in it')
  return readJson(data, '')
}

const statuses: Record<string, ParsedAlert['state']> = {
  0: 'firing',
  1: 'resolved',
  2: 'other',
  3: 'other',
  down: 'firing',
  up: 'resolved',
  pending: 'other',
  maintenance: 'other',
}
const events: Record<string, ParsedAlert['state']> = { create: 'firing', resolve: 'resolved', acknowledge: 'other' }

function sample() {
  return {
    heartbeat: {
      monitorID: 7,
      status: 0,
      time: '2026-03-01 09:30:00.123',
      msg: 'Request failed with status code 503',
      important: true,
      duration: 60,
      timezone: 'Europe/Berlin',
      timezoneOffset: '+01:00',
      localDateTime: '2026-03-01 10:30:00',
    },
    monitor: {
      id: 7,
      name: 'API health',
      type: 'http',
      url: 'https://api.acme.example/health',
      hostname: null,
      tags: [{ tag_id: 1, name: 'region', value: 'us', color: '#DC2626' }],
    },
    msg: '[API health] [🔴 Down] Request failed with status code 503',
  }
}
