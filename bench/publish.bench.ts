import { acmeTokens } from '../src/test/acme-file.ts'
import { type Print, quantile } from './run.ts'
import { setStage } from './stage.ts'

const alerts = 200

/** From the alert's POST to the new page being served, in `auto`: the page is asked for until it shows the change. */
export async function bench(print: Print) {
  const stage = await setStage((text) => text.replace('flapWindow: 15m', 'flapWindow: 0s'))
  try {
    const { url } = stage.upfront
    const times: number[] = []
    for (let i = 0; i < alerts; i++) {
      times.push(await publish(url, i))
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const [p50, p99] = [quantile(times, 0.5), quantile(times, 0.99)]
    print(
      `alert to page, ${alerts} alerts in auto: p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, longest ${Math.max(...times).toFixed(0)} ms`,
    )
  } finally {
    await stage.end()
  }
}

/** One alert: firing and recovery in turn, so that each changes the page. Milliseconds. */
async function publish(url: string, i: number): Promise<number> {
  const firing = i % 2 === 0
  const wanted = firing ? 'partial_outage' : 'operational'
  const started = performance.now()
  const response = await fetch(`${url}/hooks/alertmanager/${acmeTokens.ALERTMANAGER_HOOK_TOKEN}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(group(Math.floor(i / 2), firing)),
  })
  const { alerts: receipts } = (await response.json()) as { alerts: { outcome: string }[] }
  const outcome = receipts[0]?.outcome
  if (outcome !== (firing ? 'published' : 'resolved')) throw new Error(`alert ${i}: ${outcome}`)
  while ((await europe(url)) !== wanted)
    if (performance.now() - started > 10_000) throw new Error(`alert ${i} is not on the page`)
  return performance.now() - started
}

async function europe(url: string): Promise<string | undefined> {
  const { components } = (await (await fetch(`${url}/api/v2/components.json`)).json()) as {
    components: { name: string; status: string }[]
  }
  return components.find((component) => component.name === 'API · Europe')?.status
}

function group(occurrence: number, firing: boolean) {
  const at = new Date(Date.UTC(2026, 0, 1, 0, occurrence)).toISOString()
  return {
    version: '4',
    groupKey: '{}',
    status: firing ? 'firing' : 'resolved',
    receiver: 'upfront',
    alerts: [
      {
        status: firing ? 'firing' : 'resolved',
        labels: { alertname: 'HighErrorRate', region: 'eu', severity: 'critical' },
        annotations: { summary: 'Errors in Europe' },
        startsAt: at,
        endsAt: firing ? '0001-01-01T00:00:00Z' : new Date(Date.parse(at) + 30_000).toISOString(),
        generatorURL: 'http://prometheus.example/graph',
        fingerprint: 'bench',
      },
    ],
  }
}
