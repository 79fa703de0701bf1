import { changeAccount } from '../../channel-accounts/change.ts'
import { Conflict } from '../../lib/errors.ts'
import { replayDelivery } from '../../notifications/replay.ts'
import { media } from './channels.ts'
import { noteFault } from './model.ts'
import type { Scene } from './people.ts'

/** What operators do to channels and to messages that failed, and what becomes of the vendors behind the channels. */
export const operators: readonly ((scene: Scene) => Promise<string | undefined>)[] = [
  ...[toggle, goAway, goAway],
  ...[sendAgain, sendAgain, sendAgain, sendAgain],
]

/** Every account for mail is switched off, or all of them on again. */
export async function toggle({ ctx, model, accounts, now }: Scene): Promise<string> {
  const last = model.offs.at(-1)
  const isOff = last?.to === null
  for (const account of accounts) await changeAccount(ctx, account, { enabled: isOff })
  if (isOff) last.to = now()
  else model.offs.push({ from: now(), to: null })
  noteFault(model, 'mail switched off or on')
  return `mail is switched ${isOff ? 'on' : 'off'}`
}

/** One channel's vendors answer nobody, until they do again. */
async function goAway({ model, dice }: Scene): Promise<string> {
  const before = model.away
  model.away = before === null ? (dice.oneOf(media) ?? null) : null
  if (model.away) noteFault(model, 'vendors away for a while')
  return model.away ? `${model.away} is away` : `${before} is back`
}

async function sendAgain({ ctx, model, dice, now }: Scene): Promise<string | undefined> {
  const failed = await ctx.db
    .selectFrom('deliveries')
    .select('id')
    .where('org_id', '=', ctx.org)
    .where('state', '=', 'failed')
    .orderBy('id')
    .execute()
  const id = dice.oneOf(failed)?.id
  if (!id) return
  try {
    await replayDelivery(ctx, id)
  } catch (error) {
    if (error instanceof Conflict) return `${id} is not sent again: ${error.message}`
    throw error
  }
  // Somebody asked for it: it may have come, and as a part of another message.
  model.excused.add(id)
  model.replayed.set(id, now())
  noteFault(model, 'messages sent again by hand')
  return `${id} is sent again`
}
