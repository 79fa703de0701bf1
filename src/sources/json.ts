import { z } from '../lib/zod.ts'
import { mapped, mappingMistake } from './mapping.ts'
import { type Field, readBody, wrong } from './payload.ts'
import { labels, nameOf, severity, text, webAddress } from './read.ts'
import { defineSource, type ParsedAlert } from './source.ts'
import { time } from './time.ts'

const mapping = (title: string, description: string, path: string) =>
  z.string().trim().max(2_000).default(path).meta({ title, description })

const words = (title: string, description: string, list: string) =>
  z
    .string()
    .trim()
    .max(2_000)
    .default(list)
    .meta({ title, description: `${description} Separated by commas, in any case.` })

const settings = z.object({
  items: mapping(
    'List of alerts',
    'Where the list stands when one message carries several alerts. The paths below then start in each element; $body is the whole message. Empty: one message is one alert.',
    '',
  ),
  key: mapping('Key', 'What stays the same from the firing to its recovery, such as the id of the check.', 'key'),
  state: mapping('State', 'What says whether it fires or has recovered.', 'state'),
  title: mapping('Title', 'One sentence for people. Without one the key is shown.', 'title'),
  severity: mapping('Severity', 'A word such as critical, high or warning.', 'severity'),
  summary: mapping('Summary', 'More text, for operators.', 'summary'),
  labels: mapping('Labels', 'An object of names and values that rules can match.', 'labels'),
  url: mapping('Link', 'The address of the alert at its source.', 'url'),
  startedAt: mapping('Start', 'When it began to fire: RFC 3339 or a Unix time.', 'startedAt'),
  endedAt: mapping('End', 'When it recovered.', 'endedAt'),
  occurrence: mapping(
    'Occurrence',
    'What tells this firing from an earlier one with the same key, such as an event id. Without one the start is used.',
    'occurrence',
  ),
  firingWhen: words(
    'Firing when the state is',
    'The words for firing.',
    'firing, fired, alert, alerting, alarm, triggered, trigger, open, opened, active, down, failing, failed, problem, error, critical, warning, true, 1',
  ),
  resolvedWhen: words(
    'Recovered when the state is',
    'The words for recovered.',
    'resolved, resolve, recovered, recovery, ok, up, closed, close, normal, healthy, inactive, success, false, 0',
  ),
  otherWhen: words(
    'Neither when the state is',
    'Words to record and not to act upon.',
    'acknowledged, acknowledge, pending, paused, maintenance, test, unknown',
  ),
})

export const json = defineSource({
  kind: 'json',
  name: 'Any JSON',
  docs: 'https://docs.jsonata.org/overview',
  setup: `1. Let the other program send its JSON by POST to {{url}}.
2. Say below where in it each value stands: a path such as alert.labels.name or items[0].id, or a JSONata expression such as "Queue " & queue.name.
3. Paste one of its messages and press Test to see what it becomes. Without changes this format is understood: {"key":"…","state":"firing","title":"…"}.`,
  settings,
  mistakes({ firingWhen, resolvedWhen, otherWhen, ...mappings }) {
    return Object.entries(mappings).flatMap(([name, mapping]) => {
      const message = mappingMistake(mapping)
      return message === null ? [] : [{ path: [name], message }]
    })
  },
  sample: { contentType: 'application/json', body: JSON.stringify(sample(), null, 2) },
  async parse(arrival, ctx) {
    const { items, firingWhen, resolvedWhen, otherWhen, ...fields } = ctx.settings
    const states = new Map([
      ...meaning(otherWhen, 'other'),
      ...meaning(firingWhen, 'firing'),
      ...meaning(resolvedWhen, 'resolved'),
    ])
    const found = await mapped(readBody(arrival), items, fields)
    if (found.length === 0) return { alerts: [], note: 'The list of alerts in it is empty.' }
    return { alerts: found.map((values) => readAlert(values, states)) }
  },
})

type Values = Record<
  Exclude<keyof z.infer<typeof settings>, 'items' | 'firingWhen' | 'resolvedWhen' | 'otherWhen'>,
  Field
>

function readAlert(values: Values, states: Map<string, ParsedAlert['state']>): ParsedAlert {
  const key = text(values.key)
  if (key === null) throw wrong(values.key.pointer, `expected the key, found ${nameOf(values.key.value)}`)
  const word = typeof values.state.value === 'boolean' ? String(values.state.value) : text(values.state)
  const state = states.get(word?.toLowerCase() ?? '')
  if (!state)
    throw wrong(
      values.state.pointer,
      `expected a state such as firing or resolved, found ${nameOf(values.state.value)}`,
    )
  const started = time(values.startedAt)
  return {
    key,
    occurrence: text(values.occurrence) ?? started?.toISOString() ?? null,
    state,
    severity: severity(text(values.severity)),
    title: text(values.title) ?? key,
    summary: text(values.summary),
    labels: labels(values.labels),
    url: webAddress(text(values.url)),
    startedAt: started,
    endedAt: state === 'resolved' ? time(values.endedAt) : null,
  }
}

const meaning = (list: string, state: ParsedAlert['state']) =>
  list
    .split(',')
    .flatMap((word): [string, ParsedAlert['state']][] => (word.trim() ? [[word.trim().toLowerCase(), state]] : []))

function sample() {
  return {
    key: 'queue-emails',
    state: 'firing',
    severity: 'warning',
    title: 'E-mails leave with a delay',
    summary: 'The queue holds 12,000 messages.',
    labels: { queue: 'emails', region: 'us' },
    url: 'https://queues.acme.example/emails',
    startedAt: '2026-03-01T09:30:00Z',
  }
}
