import { setTimeout as wait } from 'node:timers/promises'
import { acmeTokens } from '../test/acme-file.ts'
import { dice, everything, type Torture, token, type Victim, victim } from './stage.ts'

export type Acknowledged = { alerts: number; posts: number; lost: string[]; halves: string[] }

/**
 * Alerts and posts are sent all the time, several at once, while the program and its database are killed at random
 * moments. Whatever was answered with a success must be there afterwards, and nothing may be half done.
 */
export async function killWhileWriting({ kills, seed, print }: Torture): Promise<Acknowledged> {
  const one = await victim({}, (text) => text.replace('flapWindow: 15m', 'flapWindow: 0s'))
  try {
    const incident = await openIncident(one)
    const chance = dice(seed)
    const alerts = new Set<string>()
    const posts = new Set<string>()
    let going = true
    const writers = [0, 1, 2].map((writer) => writeAlerts(one, `${seed} ${writer}`, alerts, () => going))
    const posters = [0, 1].map((writer) => writePosts(one, incident, `${seed} ${writer}`, posts, () => going))
    for (let kill = 1; kill <= kills; kill++) {
      await chance.pause(100, 900)
      if (chance.between(1, 3) === 1) await one.killDatabase()
      else await one.killProgram()
      if (kill % 10 === 0) print(`${kill} kills, ${alerts.size} alerts and ${posts.size} posts acknowledged`)
    }
    await chance.pause(500, 900)
    going = false
    await Promise.all([...writers, ...posters])
    return { alerts: alerts.size, posts: posts.size, ...(await compare(one, incident, alerts, posts)) }
  } finally {
    await one.end()
  }
}

async function openIncident(one: Victim): Promise<string> {
  const body = {
    page: 'acme',
    title: 'Under torture',
    status: 'investigating',
    body: 'It begins.',
    components: { web: 'degraded_performance' },
  }
  const response = await send(one, '/api/v1/incidents', body, token)
  return ((await response.json()) as { id: string }).id
}

/** Each alert fires and recovers, so that incidents open and end all the time. */
async function writeAlerts(one: Victim, name: string, acknowledged: Set<string>, going: () => boolean) {
  for (let i = 0; going(); i++) {
    for (const status of ['firing', 'resolved'] as const) {
      const key = `${name} ${i}`
      const alert = {
        status,
        labels: { alertname: 'HighErrorRate', region: 'eu' },
        annotations: { summary: key },
        startsAt: new Date().toISOString(),
        endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : new Date().toISOString(),
        fingerprint: key,
      }
      const path = `/hooks/alertmanager/${acmeTokens.ALERTMANAGER_HOOK_TOKEN}`
      const response = await send(one, path, { version: '4', status, alerts: [alert] }).catch(() => null)
      if (response?.status === 202) acknowledged.add(`${key} ${status}`)
      else await moment()
    }
  }
}

async function writePosts(
  one: Victim,
  incident: string,
  name: string,
  acknowledged: Set<string>,
  going: () => boolean,
) {
  for (let i = 0; going(); i++) {
    const body = `post ${name} ${i}`
    const response = await send(
      one,
      `/api/v1/incidents/${incident}/updates`,
      { status: 'identified', body },
      token,
    ).catch(() => null)
    if (response?.status === 201) acknowledged.add(body)
    else await moment()
  }
}

/** Before trying again, so that those who wait do not take the processor from the one that starts. */
const moment = () => wait(50)

const send = (one: Victim, path: string, body: unknown, bearer?: string) =>
  fetch(one.url() + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  })

type Alert = { key: string; state: string; outcome: string; incident: string | null }
type Incident = { id: string; status: string; resolvedAt: string | null; updates: { body: string; status: string }[] }

async function compare(one: Victim, incident: string, alerts: Set<string>, posts: Set<string>) {
  const kept = await everything<Alert>(one.url(), 'alerts')
  const incidents = await everything<Incident>(one.url(), 'incidents')
  const keys = new Set(kept.map((alert) => `${alert.key} ${alert.state}`))
  const bodies = new Set(incidents.find(({ id }) => id === incident)?.updates.map((update) => update.body))
  const byId = new Map(incidents.map((row) => [row.id, row]))
  return {
    lost: [...[...alerts].filter((key) => !keys.has(key)), ...[...posts].filter((body) => !bodies.has(body))],
    halves: [
      ...kept
        .filter((alert) => alert.outcome === 'published' && !byId.get(alert.incident ?? '')?.updates.length)
        .map(({ key }) => `alert ${key} without its post`),
      ...incidents
        .filter((row) => row.updates.length === 0 || (row.status === 'resolved') !== (row.resolvedAt !== null))
        .map(({ id }) => `incident ${id}`),
    ],
  }
}
