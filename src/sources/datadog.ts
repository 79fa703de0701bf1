import { z } from '../lib/zod.ts'
import { type Field, readBody, wrong } from './payload.ts'
import { object, severity, text, webAddress } from './read.ts'
import { defineSource, type ParsedAlert } from './source.ts'
import { time } from './time.ts'

const template =
  '{"alert_id":"$ALERT_ID","alert_transition":"$ALERT_TRANSITION","alert_cycle_key":"$ALERT_CYCLE_KEY","alert_scope":"$ALERT_SCOPE","alert_priority":"$ALERT_PRIORITY","alert_type":"$ALERT_TYPE","title":"$EVENT_TITLE","text":"$TEXT_ONLY_MSG","date":"$DATE","link":"$LINK","tags":"$TAGS","hostname":"$HOSTNAME"}'

export const datadog = defineSource({
  kind: 'datadog',
  name: 'Datadog',
  docs: 'https://docs.datadoghq.com/integrations/webhooks/',
  setup: `1. In Datadog open Integrations, Webhooks, New, and give it the name upfront and the URL {{url}}.
2. As payload paste: ${template}
3. Add @webhook-upfront to the message of each monitor that matters, outside any {{#is_alert}} block so that the recovery is sent too.`,
  settings: z.object({}),
  sample: { contentType: 'application/json', body: JSON.stringify(sample(), null, 2) },
  async parse(arrival) {
    return { alerts: [readEvent(valuesOf(object(readBody(arrival), 'an object with the variables of an alert')))] }
  },
})

function readEvent(get: Values): ParsedAlert {
  const fullTitle = get('title', 'eventtitle', 'alerttitle')
  const prefix = /^(?<test>\[TEST\]\s*)?(?:\[P\d\]\s*)?\[(?<word>[A-Za-z -]+?)(?: on \{(?<scope>[^}]*)\})?\]\s*/i.exec(
    fullTitle ?? '',
  )
  const word = transition(get, prefix?.groups?.word)
  const state = prefix?.groups?.test ? 'other' : word.state
  const title = (fullTitle ?? '')
    .slice(prefix && states.has(prefix.groups!.word!.toLowerCase()) ? prefix[0].length : 0)
    .trim()
  const scope = get('alertscope', 'scope') ?? prefix?.groups?.scope ?? ''
  const cycle = get('alertcyclekey', 'cyclekey')
  const id = get('alertid', 'monitorid')
  const key = id ? `${id} ${scope}`.trim() : (get('aggregkey') ?? cycle ?? `${title} ${scope}`.trim())
  if (key === '') throw wrong('/alert_id', 'expected the id of the monitor ($ALERT_ID), found nothing')
  const date = time({ value: get('date', 'lastupdated'), pointer: '' })
  return {
    key,
    // A warning that turns into an alert is a change of its own within the cycle.
    occurrence: cycle && state !== 'resolved' ? `${cycle} ${word.level}` : (cycle ?? date?.toISOString() ?? null),
    state,
    severity: word.level === 'warning' ? 'warning' : severity(get('alertpriority', 'priority') ?? get('alerttype')),
    title: title || (get('alertmetric', 'alertstatus') ?? key),
    summary:
      (get('text', 'textonlymsg', 'eventmsg', 'body') ?? get('alertstatus'))?.replace(/^%%%\s*|\s*%%%$/g, '') ?? null,
    labels: { ...pairs(get('tags')), ...pairs(scope), ...(get('hostname') ? { hostname: get('hostname')! } : {}) },
    url: webAddress(get('link', 'url')),
    startedAt: state === 'resolved' ? null : date,
    endedAt: state === 'resolved' ? date : null,
  }
}

function transition(get: Values, inTitle = '') {
  const word = get('alerttransition', 'transition')
  const byType = word === null ? types.get(get('alerttype')?.toLowerCase() ?? '') : undefined
  const found = states.get((word ?? inTitle).toLowerCase()) ?? byType
  if (found) return found
  const expected = `expected one of ${[...states.keys()].join(', ')} ($ALERT_TRANSITION)`
  throw wrong(
    '/alert_transition',
    `${expected}, found ${word === null ? 'nothing' : JSON.stringify(word.slice(0, 40))}`,
  )
}

type Values = (...names: string[]) => string | null

/** Customers write the payload: `alert_id`, `alertId` and `ALERT_ID` all mean $ALERT_ID. */
function valuesOf(body: Field): Values {
  const all = new Map<string, string>()
  for (const [name, value] of Object.entries(body.value as object)) {
    const found = text({ value, pointer: '' })
    if (found !== null) all.set(name.toLowerCase().replace(/[^a-z]/g, ''), found)
  }
  return (...names) => names.map((name) => all.get(name)).find((value) => value !== undefined) ?? null
}

function pairs(tags: string | null): Record<string, string> {
  const entries = (tags ?? '').split(',').map((tag) => /^\s*([^:]+):(.*?)\s*$/.exec(tag))
  return Object.fromEntries(entries.flatMap((entry) => (entry ? [[entry[1]!, entry[2]!]] : [])))
}

type Transition = { state: ParsedAlert['state']; level: 'alert' | 'warning' | 'no data' }
const alert: Transition = { state: 'firing', level: 'alert' }
const warning: Transition = { state: 'firing', level: 'warning' }
const noData: Transition = { state: 'firing', level: 'no data' }
const recovered: Transition = { state: 'resolved', level: 'alert' }
const other: Transition = { state: 'other', level: 'alert' }

const states = new Map([
  ['triggered', alert],
  ['re-triggered', alert],
  ['renotify', alert],
  ['warn', warning],
  ['re-warn', warning],
  ['no data', noData],
  ['re-no data', noData],
  ['recovered', recovered],
  ['test', other],
])
const types = new Map([
  ['error', alert],
  ['warning', warning],
  ['success', recovered],
  ['info', other],
])

function sample() {
  return {
    alert_id: '1284553',
    alert_transition: 'Triggered',
    alert_cycle_key: '3171908512045391834',
    alert_scope: 'region:us,service:api',
    alert_priority: 'P2',
    alert_type: 'error',
    title: '[Triggered on {region:us,service:api}] API latency is high',
    text: 'The 95th percentile is above 2 s.',
    date: '1772357400000',
    link: 'https://app.datadoghq.com/monitors/1284553?group=region:us',
    tags: 'monitor,region:us,service:api,team:platform',
    hostname: 'web-1',
  }
}
