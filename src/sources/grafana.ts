import { z } from '../lib/zod.ts'
import { readGroup } from './alert-group.ts'
import { type Field, readBody } from './payload.ts'
import { at, firstText, firstUrl, isMissing, labels, needState, needText, object } from './read.ts'
import { defineSource, type ParsedAlert } from './source.ts'

export const grafana = defineSource({
  kind: 'grafana',
  name: 'Grafana',
  docs: 'https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/',
  setup: `1. In Grafana open Alerting, Contact points, and add one of type Webhook with the URL {{url}} and the method POST.
2. Leave "Disable resolved message" off and the payload as it is.
3. Under Notification policies send the alerts that matter to it. Grafana before version 9: a notification channel of type webhook with the same URL.`,
  settings: z.object({}),
  sample: { contentType: 'application/json', body: JSON.stringify(sample(), null, 2) },
  async parse(arrival) {
    const body = object(readBody(arrival), 'an object with a list of alerts')
    const isLegacy = isMissing(at(body, 'alerts')) && !isMissing(at(body, 'state'))
    if (isLegacy) return { alerts: [readLegacy(body)] }
    // In Grafana the alert's name is the rule's title, written for people; the annotations are optional.
    const titles = ['labels.rulename', 'labels.alertname', 'annotations.summary']
    return readGroup(body, { titles, urls: ['generatorURL', 'panelURL', 'dashboardURL'] })
  },
})

/** The alerting of Grafana 8 and older: one rule, no times. */
function readLegacy(body: Field): ParsedAlert {
  const state = needState(body, legacyStates, 'state')
  const title = firstText(body, 'ruleName', 'title')
  const key = needText(body, 'the id of the rule', 'ruleId', 'ruleUrl', 'ruleName')
  return {
    key,
    occurrence: null,
    state,
    severity: null,
    title: title ?? key,
    summary: firstText(body, 'message'),
    labels: labels(at(body, 'tags')),
    url: firstUrl(body, 'ruleUrl'),
    startedAt: null,
    endedAt: null,
  }
}

const legacyStates: Record<string, ParsedAlert['state']> = {
  alerting: 'firing',
  no_data: 'firing',
  ok: 'resolved',
  paused: 'other',
  pending: 'other',
  unknown: 'other',
}

function sample() {
  const labels = { alertname: 'API latency above 2 s', grafana_folder: 'API', region: 'us', severity: 'critical' }
  const annotations = { summary: 'Requests in the US take 2.4 s', runbook_url: 'https://wiki.acme.example/latency' }
  return {
    receiver: 'upfront',
    status: 'firing',
    alerts: [
      {
        status: 'firing',
        labels,
        annotations,
        startsAt: '2026-03-01T09:30:00Z',
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: 'https://grafana.acme.example/alerting/grafana/fdz1/view?orgId=1',
        fingerprint: 'c6eadffa33fcdf37',
        silenceURL: 'https://grafana.acme.example/alerting/silence/new',
        dashboardURL: '',
        panelURL: '',
        values: { B: 2.4, C: 1 },
        valueString: '[ var=B labels={} value=2.4 ]',
      },
    ],
    groupLabels: { alertname: labels.alertname },
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: 'https://grafana.acme.example/',
    version: '1',
    groupKey: '{}:{alertname="API latency above 2 s"}',
    truncatedAlerts: 0,
    orgId: 1,
    title: '[FIRING:1] API latency above 2 s (us critical)',
    state: 'alerting',
    message: '**Firing**',
  }
}
