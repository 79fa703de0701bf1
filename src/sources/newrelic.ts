import { z } from '../lib/zod.ts'
import { type Field, readBody } from './payload.ts'
import { at, firstText, firstUrl, labelled, labels, needState, needText, object, severity } from './read.ts'
import { defineSource, type ParsedAlert } from './source.ts'
import { firstTime } from './time.ts'

export const newrelic = defineSource({
  kind: 'newrelic',
  name: 'New Relic',
  docs: 'https://docs.newrelic.com/docs/alerts/get-notified/notification-integrations/#webhook',
  setup: `1. In New Relic open Alerts, Destinations, and add a Webhook with the URL {{url}}.
2. Open Alerts, Workflows, add a workflow for the policies that matter, and choose the webhook under Notify. The default payload is understood as it is; add \`"closedAt": {{json closedAt}}\` for exact ends.
3. Under "Notify when" keep issue activated and closed. Older notification channels of type Webhook work with the same URL.`,
  settings: z.object({}),
  sample: { contentType: 'application/json', body: JSON.stringify(sample(), null, 2) },
  async parse(arrival) {
    const body = object(readBody(arrival), 'an object that describes an issue')
    return { alerts: [readIssue(body)] }
  },
})

/** Workflows and the older channels differ in names alone; customers edit both templates. */
function readIssue(body: Field): ParsedAlert {
  const key = needText(
    body,
    'the id of the issue or incident',
    'id',
    'issueId',
    'issue_id',
    'incident_id',
    'incidentId',
  )
  const word = needState(body, states, 'state', 'current_state', 'event_type')
  const isAcknowledged = word === 'firing' && /^ack/i.test(firstText(body, 'trigger') ?? '')
  const state = isAcknowledged ? 'other' : word
  const created = firstTime(body, 'createdAt', 'created_at', 'activatedAt')
  const changed = firstTime(body, 'updatedAt', 'updated_at', 'timestamp')
  return {
    key,
    occurrence: created?.toISOString() ?? null,
    state,
    severity: severityOf(body),
    title: firstText(body, 'title', 'details', 'condition_name', 'alertConditionNames', 'policy_name') ?? key,
    summary: firstText(body, 'condition_description', 'alertConditionDescriptions', 'description', 'details'),
    labels: {
      ...labels(at(body, 'targets', 0, 'labels')),
      ...labelled({
        policy: firstText(body, 'alertPolicyNames', 'policy_name'),
        condition: firstText(body, 'alertConditionNames', 'condition_name'),
        entity: firstText(body, 'impactedEntities', 'targets.0.name'),
        workflow: firstText(body, 'workflowName'),
        account: firstText(body, 'accountName', 'account_name', 'account_id'),
      }),
    },
    url: firstUrl(body, 'issueUrl', 'issuePageUrl', 'incident_url', 'violation_callback_url'),
    startedAt: created ?? (state === 'resolved' ? null : changed),
    endedAt: state === 'resolved' ? (firstTime(body, 'closedAt', 'closed_at') ?? changed) : null,
  }
}

/** An issue's priority CRITICAL comes from a condition's critical threshold, HIGH from its warning threshold. */
function severityOf(body: Field) {
  const word = firstText(body, 'priority', 'severity')
  return word?.toUpperCase() === 'HIGH' ? 'warning' : severity(word)
}

const states: Record<string, ParsedAlert['state']> = {
  created: 'firing',
  activated: 'firing',
  open: 'firing',
  opened: 'firing',
  incident_open: 'firing',
  closed: 'resolved',
  resolved: 'resolved',
  deactivated: 'resolved',
  incident_close: 'resolved',
  incident_resolved: 'resolved',
  acknowledged: 'other',
  incident_acknowledged: 'other',
  test: 'other',
}

function sample() {
  return {
    id: 'd1b1f3fd-995a-4066-88ab-8ce4f6960654',
    issueUrl: 'https://radar-api.service.newrelic.com/accounts/1/issues/d1b1f3fd?notifier=WEBHOOK',
    title: "API latency > 2 s for at least 5 minutes on 'api-us'",
    priority: 'HIGH',
    impactedEntities: ['api-us'],
    totalIncidents: 1,
    state: 'ACTIVATED',
    trigger: 'STATE_CHANGE',
    isCorrelated: false,
    createdAt: 1772357400000,
    updatedAt: 1772357401000,
    sources: ['newrelic'],
    alertPolicyNames: ['API'],
    alertConditionNames: ['API latency'],
    workflowName: 'Upfront',
  }
}
