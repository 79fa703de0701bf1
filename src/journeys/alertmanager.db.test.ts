import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acmeFile, acmeTokens } from '../test/acme-file.ts'
import { noAlertmanager, startAlertmanager } from '../test/alertmanager.ts'
import { testFolder } from '../test/folder.ts'
import { startUpfront } from '../test/server.ts'
import { until } from '../test/until.ts'

const adminToken = 'journey-0123456789abcdef'

test('Alertmanager fires, repeats itself, and resolves through us', { skip: noAlertmanager ?? false }, async () => {
  const config = await acmeFile(await testFolder())
  const upfront = await startUpfront({
    onTestServer: true,
    env: { ...acmeTokens, UPFRONT_CONFIG: config, UPFRONT_ADMIN_TOKEN: adminToken },
  })
  const alertmanager = await startAlertmanager(
    `${upfront.url}/hooks/alertmanager/${acmeTokens.ALERTMANAGER_HOOK_TOKEN}`,
  )
  const incidents = async () => {
    const answer = await fetch(`${upfront.url}/api/v2/incidents.json`)
    return ((await answer.json()) as { incidents: Incident[] }).incidents
  }
  const arrived = async () => {
    const answer = await fetch(`${upfront.url}/api/v1/alerts`, { headers: { authorization: `Bearer ${adminToken}` } })
    return ((await answer.json()) as { items: Arrived[] }).items
  }
  const startsAt = new Date().toISOString()
  const tell = async (instances: string[], endsAt?: Date) => {
    const alerts = instances.map((instance) => ({
      labels: { alertname: 'HighErrorRate', region: 'eu', instance },
      annotations: { summary: `5% of requests to ${instance} fail` },
      startsAt,
      ...(endsAt ? { endsAt: endsAt.toISOString() } : {}),
    }))
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${alertmanager}/api/v2/alerts`, {
      method: 'POST',
      headers,
      body: JSON.stringify(alerts),
    })
    assert.equal(answer.status, 200, await answer.text())
  }

  await tell(['a', 'b'])
  const [opened] = await until(async () => ((await incidents()).length > 0 ? incidents() : null))
  assert.deepEqual([opened!.name, opened!.status], ['Requests to API · Europe are failing', 'investigating'])
  await until(async () => (await arrived()).length === 2)
  assert.deepEqual((await arrived()).map(({ title, state }) => `${state} ${title}`).toSorted(), [
    'firing 5% of requests to a fail',
    'firing 5% of requests to b fail',
  ])

  await tell(['a'], new Date())
  await until(async () => (await arrived()).length === 3)
  assert.equal((await incidents())[0]!.status, 'investigating', 'resolved although one still fires')

  await tell(['b'], new Date())
  await until(async () => (await incidents())[0]!.status === 'resolved')
  assert.equal((await arrived()).length, 4, 'what Alertmanager repeats is not a new alert')
  assert.equal((await incidents()).length, 1)
  assert.equal((await incidents())[0]!.incident_updates.length, 2)
})

type Incident = { name: string; status: string; incident_updates: unknown[] }
type Arrived = { title: string; state: string }
