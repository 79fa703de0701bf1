import process from 'node:process'
import { Agent, request } from 'undici'

/** The reference for webhooks: a bare undici pool. Is told what to send, says when all of it was answered. */
export type BareWebhooks = {
  group: string
  count: number
  ports: number[]
  atOnce: number
  perHost: number
  body: string
}

process.on('message', async ({ group, count, ports, atOnce, perHost, body }: BareWebhooks) => {
  dispatcher ??= new Agent({ connections: perHost })
  let next = 0
  const work = async () => {
    for (let i = next++; i < count; i = next++) {
      const url = `http://127.0.0.1:${ports[i % ports.length]}/${group}/${i}`
      const headers = { 'content-type': 'application/json; charset=utf-8' }
      const answer = await request(url, { method: 'POST', headers, body, dispatcher })
      await answer.body.dump()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  process.send?.('done')
})
let dispatcher: Agent | undefined
process.on('disconnect', () => process.exit(0))
