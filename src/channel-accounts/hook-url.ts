import type { Context } from '../lib/context.ts'
import { unseal } from '../lib/seal.ts'

/** Where a vendor reports to, with the token that names the account. */
export const hookUrl = (ctx: Pick<Context, 'settings'>, kind: string, hookSealed: Buffer): string =>
  `${ctx.settings.url}/channels/${kind}/${unseal(ctx.settings.secret, hookSealed)}`

/** Where Slack sends people back to who add an app: one address for all, which the operator tells Slack. */
export const slackRedirectUrl = ({ settings }: Pick<Context, 'settings'>): string =>
  `${settings.url}/channels/slack-app/installed`
