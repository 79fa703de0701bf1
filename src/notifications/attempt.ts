import type { OpenAccount } from '../channel-accounts/open.ts'
import type { Message, Outcome, Via } from '../channels/channel.ts'
import { isForTheNext } from '../channels/verdict.ts'
import type { Context } from '../lib/context.ts'
import { accountGate, gatesOf, learntFrom } from './gates.ts'
import { type Lane, laneName, type PostOffice } from './lanes.ts'

export type Addressee = { subscriber: string; target: unknown }

/** How an attempt ended, and by which account and host it went. */
export type Attempt = { outcome: Outcome; account: string | null; host: string | null }

/**
 * Hands a message over by the first account that may be used now. Where that one cannot be reached the next one takes it
 * at once; a message that may have arrived is not given to another. Where none may be used now it waits: `full` for the end
 * of another attempt, `barred` for a moment. `offSince`: only accounts that are switched off take it.
 */
export async function attempt(
  ctx: Context,
  office: PostOffice,
  lane: Lane,
  { accounts, message, to }: { accounts: readonly OpenAccount[]; message: Message; to: Addressee },
): Promise<Attempt | 'full' | 'barred' | { offSince: Date }> {
  let last: Attempt | null = null
  let [fits, isFull] = [false, false]
  for (const account of inTurn(office, lane, accounts)) {
    const target = account.channel.target.safeParse(to.target)
    if (!target.success) continue
    fits = true
    const destination = { settings: account.settings, target: target.data }
    const host = account.channel.host(destination)
    const gates = gatesOf(account, host, to.subscriber)
    const leave = office.hosts.enter(gates, laneName(ctx, lane))
    if (!leave) {
      isFull ||= office.hosts.freeAt(gates) === Number.POSITIVE_INFINITY
      continue
    }
    const { hook } = account
    const via: Via = { http: ctx.http, now: ctx.now, random: ctx.random, hook, mail: mailOf(office, account, lane) }
    const outcome = await handOver(ctx, account, destination, message, via)
    leave(learntFrom(account, outcome))
    last = { outcome, account: account.id, host }
    if (!isForTheNext(outcome)) return last
  }
  const off = fits ? null : await oneThatIsOff(ctx, office, lane, to)
  if (off) return { offSince: off.since }
  if (!fits) return { outcome: unfit, account: null, host: null }
  // Another account could take it, in a moment.
  return isFull ? 'full' : (last ?? 'barred')
}

/**
 * In the operator's order. What is tried again goes by those first that have answered of late: by one that takes it and never
 * says so it would fail again, and might arrive each time.
 */
function inTurn({ hosts }: PostOffice, lane: Lane, accounts: readonly OpenAccount[]): readonly OpenAccount[] {
  if (lane.name === 'first') return accounts
  const isFailing = (account: OpenAccount) => accountGate(account).some(({ name }) => hosts.isFailing(name))
  return accounts.toSorted((one, other) => Number(isFailing(one)) - Number(isFailing(other)))
}

async function oneThatIsOff(ctx: Context, { accounts }: PostOffice, lane: Lane, { target }: Addressee) {
  const off = await accounts.off(ctx, lane.channel)
  return off.find(({ channel }) => channel.target.safeParse(target).success)
}

const unfit: Outcome = { result: 'refused', reason: 'the destination is not what this channel takes any more' }

const mailOf = (office: PostOffice, { channel, settings }: OpenAccount, lane: Lane) =>
  channel.usesMail ? office.mail(settings, lane.name) : undefined

/** A channel that throws has a fault of its own: one message must not stop all others. */
async function handOver(
  ctx: Context,
  { channel }: OpenAccount,
  to: { settings: unknown; target: unknown },
  message: Message,
  via: Via,
): Promise<Outcome> {
  try {
    return await channel.send(channel.write(message, to), to, via)
  } catch (error) {
    ctx.log.error(
      { event: 'channel_failed', channel: channel.kind, delivery: message.id, err: error },
      'a channel failed',
    )
    const reason = 'this channel failed within Upfront; the log says more'
    return { result: 'transient', reason, mayHaveArrived: true }
  }
}
