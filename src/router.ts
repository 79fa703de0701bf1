import { createAccounts } from './accounts/accounts.ts'
import { authenticate } from './accounts/authenticate.ts'
import type { Config } from './config.ts'
import type { Base } from './lib/context.ts'
import type { Metrics } from './lib/metrics.ts'
import { allRoutes } from './routes.ts'
import { mount } from './web/mount.ts'
import { errorPage } from './web/plain-layout.ts'
import { countAnswers, probes, type Readiness } from './web/probes.ts'

export type Routing = { config: Config; metrics: Metrics; ready: Readiness }

/** The router of a process: everything where it has the role web, else the probes alone. */
export function createRouter(base: Base, { config, metrics, ready }: Routing) {
  const routes = [
    ...(config.roles.includes('web') ? allRoutes({ accounts: createAccounts() }) : []),
    ...probes({ metrics, ready }),
  ]
  const { trustedProxies } = config
  return mount({ base, trustedProxies, authenticate, errorPage, answered: countAnswers(metrics) }, routes)
}
