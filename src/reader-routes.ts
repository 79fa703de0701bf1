import { signInRoutes } from './access/public.ts'
import { ssoRoutes } from './access/sso.ts'
import { staffRoutes } from './access/staff.ts'
import { youRoutes } from './access/you.ts'
import { hookRoute } from './alerts/hook.ts'
import { channelHooks } from './replies/hook.ts'
import type { Things } from './routes.ts'
import { slackInstallPages } from './slack-installs/public.ts'
import { subscriptionPages } from './subscribers/public.ts'
import { assetRoutes } from './web/assets.ts'
import type { AnyRoute } from './web/route.ts'

/** What readers come by, and the machines that send alerts and answers: there from the start. */
export function readerRoutes({ accounts }: Things): AnyRoute[] {
  return [
    ...subscriptionPages(),
    ...slackInstallPages(),
    ...signInRoutes(accounts),
    ...ssoRoutes(),
    ...staffRoutes(),
    ...youRoutes(),
    hookRoute(),
    ...channelHooks(),
    ...assetRoutes,
  ]
}
