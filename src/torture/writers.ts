import { acmeTokens } from '../test/acme-file.ts'
import { asPerson, insist, type Said } from './said.ts'
import type { Dice, Victim } from './stage.ts'

type Writer = {
  one: Victim
  said: Said
  /** Part of every name, so that no two writers say the same. */
  name: string
  chance: Dice
  going: () => boolean
}

export type AlertLabels = { alertname: string; region?: string }

/** Each alert fires and recovers, so that incidents open and end all the time; the last one goes on firing. */
export async function writeAlerts(writer: Writer, labels: AlertLabels, longest: number): Promise<void> {
  for (let i = 0; ; i++) {
    const key = `${writer.name} ${i}`
    const startsAt = new Date().toISOString()
    await alert(writer, { status: 'firing', labels, fingerprint: key, startsAt, endsAt: '0001-01-01T00:00:00Z' })
    if (!writer.going()) return
    await writer.chance.pause(0, longest)
    const endsAt = new Date().toISOString()
    await alert(writer, { status: 'resolved', labels, fingerprint: key, startsAt, endsAt })
  }
}

type SentAlert = { status: string; labels: AlertLabels; fingerprint: string; startsAt: string; endsAt: string }

async function alert({ one, said }: Writer, sent: SentAlert) {
  const key = `${sent.fingerprint} ${sent.status}`
  const path = `/hooks/alertmanager/${acmeTokens.ALERTMANAGER_HOOK_TOKEN}`
  const answer = await insist(
    one,
    said,
    key,
    { path, body: { version: '4', status: sent.status, alerts: [sent] } },
    202,
  )
  const receipt = (answer.body as { alerts: { duplicate: boolean }[] }).alerts[0]
  if (receipt?.duplicate !== false && answer.tries === 1) said.odd.push(`${key}: the first one was called a repeat`)
  said.alerts.add(key)
  said.taken.add(answer.name)
}

/** Opens the incident that `writePosts` writes on. */
export async function openIncident({ one, said }: Omit<Writer, 'going'>, title: string, components: object) {
  const body = { page: 'acme', title, status: 'investigating', body: `${title}: it begins.`, components }
  const answer = await insist(one, said, title, { path: '/api/v1/incidents', body, headers: asPerson(title) }, 201)
  const { id } = answer.body as { id: string }
  said.opened.set(title, { id, ended: false })
  return id
}

export async function writePosts(writer: Writer, incident: string): Promise<void> {
  for (let i = 0; writer.going(); i++)
    await post(writer, incident, { status: 'identified', body: `${writer.name} ${i}` })
}

async function post({ one, said }: Writer, incident: string, body: { status: string; body: string }) {
  const path = `/api/v1/incidents/${incident}/updates`
  const answer = await insist(one, said, body.body, { path, body, headers: asPerson(body.body) }, 201)
  said.posts.set(body.body, (answer.body as { id: string }).id)
}

/** Opens incidents and ends them, every fifth but one: those stay open. */
export async function openAndEnd(writer: Writer): Promise<void> {
  for (let i = 0; writer.going(); i++) {
    const title = `${writer.name} ${i}`
    const id = await openIncident(writer, title, { 'email-a': 'degraded_performance' })
    if (i % 5 === 0) continue
    await post(writer, id, { status: 'resolved', body: `${title} is over` })
    writer.said.opened.set(title, { id, ended: true })
  }
}
