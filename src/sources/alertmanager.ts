import { z } from '../lib/zod.ts'
import { readGroup } from './alert-group.ts'
import { readBody } from './payload.ts'
import { object } from './read.ts'
import { defineSource } from './source.ts'

export const alertmanager = defineSource({
  kind: 'alertmanager',
  name: 'Prometheus Alertmanager',
  docs: 'https://prometheus.io/docs/alerting/latest/configuration/#webhook_config',
  setup: `1. In alertmanager.yml add a receiver: \`receivers: [{ name: upfront, webhook_configs: [{ url: '{{url}}', send_resolved: true }] }]\`.
2. Add a route to it: \`route: { routes: [{ receiver: upfront, continue: true }] }\`.
3. Reload Alertmanager. The title is the alert's \`summary\` annotation, else its name.`,
  settings: z.object({}),
  sample: { contentType: 'application/json', body: JSON.stringify(sample(), null, 2) },
  async parse(arrival) {
    const group = object(readBody(arrival), 'an object with a list of alerts')
    return readGroup(group, { titles: ['annotations.summary', 'labels.alertname'], urls: ['generatorURL'] })
  },
})

function sample() {
  const labels = { alertname: 'HighLatency', service: 'api', region: 'us', severity: 'warning' }
  return {
    version: '4',
    groupKey: '{}:{alertname="HighLatency"}',
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'upfront',
    groupLabels: { alertname: 'HighLatency' },
    commonLabels: labels,
    commonAnnotations: {},
    externalURL: 'https://alertmanager.acme.example',
    alerts: [
      {
        status: 'firing',
        labels,
        annotations: { summary: 'High latency on the API in the US', description: 'p99 is above 2 s for 5 minutes.' },
        startsAt: '2026-03-01T09:30:00.123456789Z',
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: 'https://prometheus.acme.example/graph?g0.expr=latency',
        fingerprint: '1f3c5a7b9d0e2f46',
      },
    ],
  }
}
