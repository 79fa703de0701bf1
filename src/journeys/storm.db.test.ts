import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { acmeFile, acmeTokens } from '../test/acme-file.ts'
import { testFolder } from '../test/folder.ts'
import { startUpfront } from '../test/server.ts'
import { until } from '../test/until.ts'

const adminToken = 'journey-0123456789abcdef'
const config = await acmeFile(await testFolder())
const env = { ...acmeTokens, UPFRONT_CONFIG: config, UPFRONT_ADMIN_TOKEN: adminToken }
const upfront = await startUpfront({ env, onTestServer: true })

const post = (number: number) =>
  fetch(`${upfront.url}/hooks/alertmanager/${acmeTokens.ALERTMANAGER_HOOK_TOKEN}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ version: '4', status: 'firing', alerts: [alert(number)] }),
  })

const alert = (number: number) => ({
  status: 'firing',
  labels: { alertname: 'HighErrorRate', region: 'eu', instance: `host-${number}` },
  annotations: { summary: `host-${number} fails` },
  startsAt: '2026-11-22T10:00:00Z',
  endsAt: '0001-01-01T00:00:00Z',
  fingerprint: `host-${number}`,
})

test('600 alerts at once: each is taken or told when to come again, none that was taken is lost, readers go on reading', async () => {
  const reader = readPage()
  const answers = await Promise.all(
    Array.from({ length: 600 }, async (_, number) => {
      const answer = await post(number)
      return { number, status: answer.status, retryAfter: answer.headers.get('retry-after'), text: await answer.text() }
    }),
  )
  // One reader, one page after another: had they waited behind the alerts, there would be few.
  const reads = await reader.stop()
  assert.ok(reads >= 20, `only ${reads} reads while the alerts came in`)
  const taken = answers.filter(({ status }) => status === 202)
  const refused = answers.filter(({ status }) => status !== 202)
  assert.deepEqual(
    refused.filter(({ status }) => status !== 429),
    [],
  )
  for (const { retryAfter } of refused) assert.ok(Number(retryAfter) >= 1)
  assert.ok(taken.length >= 500, `${taken.length} were taken`)
  const kept = await until(async () => keys())
  assert.deepEqual(kept.toSorted(), taken.map(({ number }) => `host-${number}`).toSorted())
  const summary = await (await fetch(`${upfront.url}/api/v2/summary.json`)).json()
  assert.equal((summary as { incidents: unknown[] }).incidents.length, 1)
})

/** Reads the page again and again, as readers do who hear of trouble. */
function readPage() {
  let going = true
  const running = (async () => {
    let reads = 0
    while (going) {
      const answer = await fetch(`${upfront.url}/`)
      await answer.arrayBuffer()
      assert.equal(answer.status, 200)
      reads++
      // As a person would, only quicker: not so that the reading is what takes the time.
      await wait(20)
    }
    return reads
  })()
  return {
    stop: () => {
      going = false
      return running
    },
  }
}

async function keys(): Promise<string[]> {
  const found: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer = await fetch(`${upfront.url}/api/v1/alerts?limit=100${cursor && `&cursor=${cursor}`}`, {
      headers: { authorization: `Bearer ${adminToken}` },
    })
    const page = (await answer.json()) as { items: { key: string }[]; nextCursor: string | null }
    found.push(...page.items.map((one) => one.key))
    cursor = page.nextCursor
  }
  return found
}
