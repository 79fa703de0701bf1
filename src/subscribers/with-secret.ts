import type { Settings } from '../channel-accounts/settings.ts'
import type { Channel } from '../channels/channel.ts'
import { proofOf } from '../channels/media.ts'
import { newWebhookSecret } from '../channels/webhook.ts'
import type { Context } from '../lib/context.ts'
import { secretNames } from '../lib/setting-fields.ts'

/**
 * A destination whose messages are signed gets a secret of ours where it brings none of its own, as Standard Webhooks
 * write it: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md. `made` is shown
 * once to whoever asked.
 */
export function withSecret(
  ctx: Pick<Context, 'random'>,
  channel: Channel,
  target: Settings,
): { target: Settings; made: string | null } {
  const isSigned = proofOf(channel.medium) === 'answer' && secretNames(channel.target).includes('secret')
  if (!isSigned || target.secret !== undefined) return { target, made: null }
  const made = newWebhookSecret(ctx.random)
  return { target: { ...target, secret: made }, made }
}
