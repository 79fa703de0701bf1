import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { mailServer } from '../test/mail-server.ts'
import type { Certificate } from './certificate.ts'
import { messageId } from './compare-told.ts'

export const fiveChannels = ['email', 'webhook', 'mattermost', 'rocket-chat', 'matrix'] as const
export type FiveChannels = (typeof fiveChannels)[number]

/** One that reached somebody: whom, and by which id, where the vendor is told one. */
export type Reached = { name: string; id: string | null }

/** All five vendors on loopback: they keep what they are given, and answer what theirs would. */
export async function fiveVendors(certificate: Certificate) {
  const mail = await mailServer({ parse: false })
  const calls: Reached[] = []
  const server = createServer(certificate, (req, res) => {
    req.resume().on('end', () => {
      const { pathname } = new URL(req.url ?? '/', 'https://vendor')
      calls.push(reachedBy(pathname, req.headers['webhook-id']))
      res.setHeader('content-type', pathname.includes('mattermost') ? 'text/plain' : 'application/json')
      res.end(answerOf(pathname))
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return {
    smtp: mail.url,
    host: `127.0.0.1:${port}`,
    reached: (): Reached[] => [
      ...calls,
      ...mail.mails.map((one) => ({ name: (one.to[0] ?? '').replace(/@.*/, ''), id: messageId(one) })),
    ],
    count: () => calls.length + mail.mails.length,
    stop: async () => {
      server.close().closeAllConnections()
      await mail.stop()
    },
  }
}

/** Where somebody of this number is reached. */
export function targetOf(channel: FiveChannels, host: string, number: number): Record<string, string> {
  const name = `${channel.replaceAll('-', '')}${number}`
  if (channel === 'webhook')
    return { url: `https://${host}/webhook/${name}`, secret: `whsec_${Buffer.alloc(24, 7).toString('base64')}` }
  if (channel === 'mattermost') return { url: `https://${host}/mattermost/${name}/hooks/${'a'.repeat(26)}` }
  if (channel === 'rocket-chat')
    return { url: `https://${host}/rocketchat/${name}/hooks/${'a'.repeat(24)}/${'b'.repeat(43)}` }
  return { room: `!${name}:acme.example` }
}

function reachedBy(path: string, webhookId: string | string[] | undefined): Reached {
  const room = /rooms\/([^/]+)\/send\/[^/]+\/([^/]+)$/.exec(path)
  if (room)
    return {
      name: decodeURIComponent(room[1] ?? '')
        .slice(1)
        .replace(/:.*/, ''),
      id: room[2] ?? null,
    }
  return { name: path.split('/')[2] ?? '', id: typeof webhookId === 'string' ? webhookId : null }
}

function answerOf(path: string): string {
  if (path.includes('/mattermost/')) return 'ok'
  return path.includes('/rooms/') ? '{"event_id":"$one"}' : '{"success":true}'
}
