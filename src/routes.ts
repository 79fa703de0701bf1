import { assetRoutes } from './web/assets.ts'
import { openApiRoute } from './web/openapi-route.ts'
import type { AnyRoute } from './web/route.ts'

/** Every route of API and console. Each feature lists its own in its api.ts and console.ts; here they come together. */
export function allRoutes(): AnyRoute[] {
  const routes: AnyRoute[] = [...assetRoutes]
  return [openApiRoute(routes), ...routes]
}
