import { type Field, wrong } from './payload.ts'
import { at, firstText, firstUrl, isMissing, labels, list, needState, object, severity, text } from './read.ts'
import type { ParsedAlert, ParseResult } from './source.ts'
import { firstTime } from './time.ts'

/**
 * The message of Prometheus' Alertmanager, which others send too: a group with a list of alerts, each with its own
 * state. `titles` and `urls` name the fields, the first that says something wins.
 */
export function readGroup(group: Field, names: { titles: string[]; urls: string[] }): ParseResult {
  const alerts = list(at(group, 'alerts'), 'a list of alerts')
  if (alerts.length === 0) return { alerts: [], note: 'The group has no alerts in it.' }
  return { alerts: alerts.map((alert) => readAlert(group, object(alert, 'an alert'), names)) }
}

function readAlert(group: Field, alert: Field, names: { titles: string[]; urls: string[] }): ParsedAlert {
  const own = labels(at(alert, 'labels'))
  const started = firstTime(alert, 'startsAt')
  const key = keyOf(alert, own)
  const state = needState(isMissing(at(alert, 'status')) ? group : alert, states, 'status')
  return {
    key,
    occurrence: started?.toISOString() ?? null,
    state,
    severity: severity(own.severity ?? own.priority ?? null),
    title: firstText(alert, ...names.titles) ?? text(at(group, 'title')) ?? key,
    summary: firstText(alert, 'annotations.description', 'annotations.message', 'annotations.summary'),
    labels: own,
    url: firstUrl(alert, ...names.urls),
    startedAt: started,
    endedAt: state === 'resolved' ? firstTime(alert, 'endsAt') : null,
  }
}

/** The fingerprint is the hash of the label set, so without it the label set says the same. */
function keyOf(alert: Field, own: Record<string, string>): string {
  const set = Object.keys(own)
    .sort()
    .map((name) => `${name}=${JSON.stringify(own[name])}`)
  const key = text(at(alert, 'fingerprint')) ?? (set.length > 0 ? `{${set.join(',')}}` : null)
  if (key === null) throw wrong(`${alert.pointer}/fingerprint`, 'expected a fingerprint or labels, found neither')
  return key
}

const states = { firing: 'firing', resolved: 'resolved' } as const
