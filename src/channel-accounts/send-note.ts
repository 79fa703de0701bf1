import type { Message, Outcome, Via } from '../channels/channel.ts'
import { openMailTransport } from '../channels/email-transport.ts'
import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import type { OpenAccount } from './open.ts'

/**
 * Sends one message that is no announcement (a question, a code, a test), by the first account that takes it: what fails
 * for now with one is tried with the next.
 */
export async function sendNote(
  ctx: Context,
  accounts: readonly OpenAccount[],
  { target, message }: { target: unknown; message: Message },
): Promise<Outcome> {
  let last: Outcome = { result: 'transient', reason: 'no account carries this channel' }
  for (const account of accounts) {
    last = await sendBy(ctx, account, target, message)
    if (last.result !== 'transient') return last
  }
  return last
}

async function sendBy(ctx: Context, account: OpenAccount, target: unknown, message: Message) {
  const { channel, settings, hook } = account
  const known = channel.target.safeParse(target)
  if (!known.success) return { result: 'refused', reason: 'the destination is not one any more' } satisfies Outcome
  const to = { settings, target: known.data }
  const mail = channel.usesMail ? mailServerIn(ctx, account) : undefined
  const via: Via = { http: ctx.http, now: ctx.now, random: ctx.random, hook, mail }
  try {
    return await channel.send(channel.write(message, to), to, via)
  } finally {
    mail?.close()
  }
}

const mailServerIn = (ctx: Context, { settings, isEnvironment }: OpenAccount) => {
  const { url } = z.object({ url: z.string().optional() }).parse(settings)
  const allow = isEnvironment ? undefined : (ctx.settings.outboundAllow ?? [])
  return url === undefined ? undefined : openMailTransport(url, { allow })
}
