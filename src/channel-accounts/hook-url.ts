import type { Context } from '../lib/context.ts'
import { unseal } from '../lib/seal.ts'

/** Where a vendor reports to, with the token that names the account. */
export const hookUrl = (ctx: Pick<Context, 'settings'>, kind: string, hookSealed: Buffer): string =>
  `${ctx.settings.url}/channels/${kind}/${unseal(ctx.settings.secret, hookSealed)}`
