import { createAccounts } from './accounts/accounts.ts'
import { authenticate } from './accounts/authenticate.ts'
import type { Config } from './config.ts'
import type { Base } from './lib/context.ts'
import type { Metrics } from './lib/metrics.ts'
import { readerRoutes } from './reader-routes.ts'
import { mount } from './web/mount.ts'
import { errorPage } from './web/plain-layout.ts'
import { countAnswers, probes, type Readiness } from './web/probes.ts'

export type Routing = { config: Config; metrics: Metrics; ready: Readiness }

/**
 * The router of a process: everything where it has the role web, else the probes alone. What operators come by is a quarter of the program: it is
 * loaded with the first of them.
 */
export function createRouter(base: Base, { config, metrics, ready }: Routing) {
  const { trustedProxies } = config
  const web = { base, trustedProxies, authenticate, errorPage, answered: countAnswers(metrics) }
  if (!config.roles.includes('web')) return mount(web, probes({ metrics, ready }))
  const things = { accounts: createAccounts() }
  const forOperators = async () => (await import('./operator-routes.ts')).operatorRoutes(things)
  return mount(web, [...readerRoutes(things), ...probes({ metrics, ready })], forOperators)
}
