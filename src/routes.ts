import type { Accounts } from './accounts/accounts.ts'
import { accountRoutes } from './accounts/api.ts'
import { accountPages } from './accounts/console.ts'
import { assetRoutes } from './web/assets.ts'
import { openApiRoute } from './web/openapi-route.ts'
import type { AnyRoute } from './web/route.ts'

/** What routes need beside their context. */
export type Things = { readonly accounts: Accounts }

/** Every route of API and console. Each feature lists its own in its api.ts and console.ts; here they come together. */
export function allRoutes({ accounts }: Things): AnyRoute[] {
  const routes: AnyRoute[] = [...accountRoutes, ...accountPages(accounts), ...assetRoutes]
  return [openApiRoute(routes), ...routes]
}
