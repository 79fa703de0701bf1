import { setTimeout as wait } from 'node:timers/promises'
import { newrelic } from '../sources/newrelic.ts'

export type Stage = {
  url: string
  newrelic: string
  alertmanager: string
  holdSeconds: number
  print: (line: string) => void
  signal: AbortSignal
}

/** The demo's story: a false alarm that nobody hears of, a slow-down that is told and ends, a payment problem that waits for a person. */
export async function play(stage: Stage) {
  const { holdSeconds, print } = stage
  const pause = (seconds: number) => wait(seconds * 1000, undefined, { signal: stage.signal })
  await pause(3)
  print('\nNew Relic reports slow responses …')
  await issue(stage, 'false-alarm', 'ACTIVATED')
  await pause(3)
  await issue(stage, 'false-alarm', 'CLOSED')
  print('… and that they are over, within the hold: nothing was posted, nobody was told.')
  await pause(4)
  print(`\nNew Relic reports them again. The message is ready, and goes out if this lasts ${holdSeconds} seconds.`)
  await issue(stage, 'slow-down', 'ACTIVATED')
  await pause(holdSeconds + 2)
  print('It is on the page now, and in the mailbox of the one subscriber who follows API · US.')
  await pause(12)
  await issue(stage, 'slow-down', 'CLOSED')
  print('New Relic says that it is over: the page and the mailbox say so too.')
  await pause(4)
  await payments(stage)
  print('\nAlertmanager reports refused payments. That rule asks a person: the draft waits in the console.')
}

async function issue(stage: Stage, id: string, state: 'ACTIVATED' | 'CLOSED') {
  const now = Date.now()
  const body = {
    ...JSON.parse(newrelic.sample.body),
    id: `demo-${id}`,
    state,
    priority: 'CRITICAL',
    updatedAt: now,
    ...(state === 'CLOSED' ? { closedAt: now } : { createdAt: now }),
  }
  if (state === 'CLOSED') delete body.createdAt
  await post(stage, `/hooks/newrelic/${stage.newrelic}`, body)
}

const payments = (stage: Stage) =>
  post(stage, `/hooks/alertmanager/${stage.alertmanager}`, {
    version: '4',
    groupKey: '{}:{alertname="PaymentsRefused"}',
    status: 'firing',
    receiver: 'upfront',
    alerts: [
      {
        status: 'firing',
        labels: { alertname: 'PaymentsRefused', service: 'payments', severity: 'critical' },
        annotations: { summary: 'More than 2 % of card payments are refused' },
        startsAt: new Date().toISOString(),
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: 'http://prometheus.example/graph',
        fingerprint: 'demo0payments',
      },
    ],
  })

async function post(stage: Stage, path: string, body: unknown) {
  const response = await fetch(stage.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: stage.signal,
  })
  if (response.status !== 202)
    throw new Error(`the demo's alert was answered with ${response.status}: ${await response.text()}`)
}
