import { openAccounts } from '../channel-accounts/open.ts'
import type { Channel } from '../channels/channel.ts'
import { type MailTransport, openMailTransport } from '../channels/email-transport.ts'
import { senderOf } from '../letters/sender.ts'
import type { Base } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { gatheringAt } from './gather.ts'
import { createHosts } from './hosts.ts'
import type { PostOffice } from './lanes.ts'

export type OpenPostOffice = PostOffice & {
  /** Lets what is being sent end, then hangs up. */
  close(): void
}

export type Opening = {
  process: string
  channels: readonly Channel[]
  /** The mail server of the environment. */
  smtpUrl: string | null
  /** Where mail that comes back is taken: BOUNCE_DOMAIN. */
  bounceDomain?: string | null
  /** MESSAGES_PER_HOUR, by default 10: how much one destination is told of one page. 0: as much as there is. */
  messagesPerHour?: number
}

/** All that one process needs to send: the accounts, what it knows of the hosts, and connections to mail servers. */
export function openPostOffice(
  base: Pick<Base, 'now' | 'settings'>,
  { process, channels, smtpUrl, bounceDomain, messagesPerHour = 10 }: Opening,
): OpenPostOffice {
  const { name, address } = senderOf(base.settings, '')
  const from = name ? `${name} <${address}>` : address
  const environment = smtpUrl
    ? [{ kind: 'smtp', settings: { url: smtpUrl, from, ...(bounceDomain && { bounceDomain }) } }]
    : []
  const transports = new Map<string, MailTransport>()
  const mail: PostOffice['mail'] = (settings, lane) => {
    const url = withUrl.safeParse(settings)
    if (!url.success) return undefined
    const key = `${lane} ${url.data.url}`
    const transport =
      transports.get(key) ??
      openMailTransport(url.data.url, {
        ...(lane !== 'first' && { connections: 2 }),
        ...(url.data.url !== smtpUrl && { allow: base.settings.outboundAllow ?? [] }),
      })
    transports.set(key, transport)
    return transport
  }
  return {
    process,
    accounts: openAccounts(channels, environment),
    hosts: createHosts(() => base.now().getTime()),
    atWork: new Set(),
    lookedForOld: new Map(),
    saidWhy: new Map(),
    mail,
    gathering: gatheringAt(messagesPerHour),
    close: () => {
      for (const transport of transports.values()) transport.close()
    },
  }
}

const withUrl = z.object({ url: z.string() })
