import type { OpenAccount } from '../channel-accounts/open.ts'
import type { Outcome } from '../channels/channel.ts'
import type { Gate, Learnt } from './hosts.ts'
import { widest } from './width.ts'

/** Whether it reaches destinations by their own addresses, with no vendor in between that is the same for all. */
export const isDirect = ({ id, isEnvironment }: OpenAccount): boolean => id === null && !isEnvironment

export const hostPrefix = (medium: string) => `${medium} host `
export const targetPrefix = (medium: string) => `${medium} target `

/** What one attempt takes of: the host (with an account, that account's), and the destination where the vendor counts by it. */
export function gatesOf(account: OpenAccount, host: string, subscriber: string): Gate[] {
  const { channel } = account
  const rate = rateOf(account)
  const byTarget = channel.limits.rate?.per === 'target' || (!channel.limits.rate && isDirect(account))
  const gate: Gate = {
    name: isDirect(account) ? `${hostPrefix(channel.medium)}${host}` : `account ${account.id ?? channel.kind} ${host}`,
    atOnce: atOnceOf(account),
    breaks: true,
    ...(rate && !byTarget && { rate }),
    ...(!byTarget && { pauses: true }),
  }
  if (!byTarget) return [gate]
  return [gate, { name: `${targetPrefix(channel.medium)}${subscriber}`, pauses: true, ...(rate && { rate }) }]
}

/** The same without a destination: what all of an account's messages take of. */
export const accountGate = (account: OpenAccount): Gate[] =>
  gatesOf(
    account,
    account.channel.host({ settings: account.settings, target: account.channel.sample.target }),
    '',
  ).slice(0, 1)

/** A mail server's pool counts its connections itself. */
export const atOnceOf = ({ channel }: OpenAccount): number => channel.limits.atOnce ?? (channel.usesMail ? widest : 4)

function rateOf({ channel }: OpenAccount): Gate['rate'] {
  const { rate } = channel.limits
  return rate && { perSecond: rate.perSecond, burst: Math.max(1, rate.burst ?? rate.perSecond) }
}

/** What an outcome says about the host. An endpoint of one customer that fails says that its host fails. */
export function learntFrom(account: OpenAccount, outcome: Outcome): Learnt {
  if (outcome.result !== 'transient') return { lesson: 'good' }
  const { unreachable, retryAfter } = outcome
  const pause = retryAfter === undefined ? {} : { pause: retryAfter }
  if (unreachable) return { lesson: 'bad', ...pause }
  return { lesson: isDirect(account) && retryAfter === undefined ? 'bad' : 'unknown', ...pause }
}
