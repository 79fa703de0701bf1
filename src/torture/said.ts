import { setTimeout as wait } from 'node:timers/promises'
import { token, type Victim } from './stage.ts'

/** What was answered with a success, and so must be there. */
export type Said = {
  /** "key state" of alerts. */
  alerts: Set<string>
  /** Texts of posts, with the id that was answered. */
  posts: Map<string, string>
  /** Incidents that people opened, by title. */
  opened: Map<string, { id: string; ended: boolean }>
  /** Names of the requests to the hook that were answered with 202. */
  taken: Set<string>
  /** Requests that were sent again because no answer came, or one that said to try later. */
  again: number
  /** Answers that nobody should get. */
  odd: string[]
}

export const nothingYet = (): Said => ({
  alerts: new Set(),
  posts: new Map(),
  opened: new Map(),
  taken: new Set(),
  again: 0,
  odd: [],
})

type Request = { path: string; body: unknown; headers?: Record<string, string> }
export type Answer = { tries: number; name: string; body: unknown }

/** Under this header the inbox keeps which try it was. */
export const tryHeader = 'x-try'

/** Sends the same request again until it is answered with `good`, whatever is killed meanwhile. */
export async function insist(one: Victim, said: Said, name: string, request: Request, good: number): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    one.gone.throwIfAborted()
    const own = `${name} try ${tries}`
    const answer = await send(one, request, own)
    if (answer?.status === good) return { tries, name: own, body: JSON.parse(answer.text) }
    if (tries === 1) said.again++
    if (answer && !saysLater(answer)) {
      said.odd.push(`${own}: ${answer.status} ${answer.text}`)
      if (said.odd.length > 20) throw new Error(said.odd.join('\n'))
    }
    // So that those who wait do not take the processor from the one that starts.
    await wait(50)
  }
}

async function send(one: Victim, { path, body, headers }: Request, own: string) {
  try {
    const response = await fetch(one.url() + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [tryHeader]: own, ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.any([one.gone, AbortSignal.timeout(30_000)]),
    })
    return { status: response.status, text: await response.text() }
  } catch {
    return null
  }
}

const saysLater = ({ status, text }: { status: number; text: string }) =>
  status === 503 || (status === 409 && text.includes('still being worked on'))

/** A request to the API whose effect must not come twice. */
export const asPerson = (key: string) => ({
  authorization: `Bearer ${token}`,
  'idempotency-key': key.replaceAll(' ', '-'),
})
