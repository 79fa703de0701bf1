import type { Hono } from 'hono'
import { type Accounts, createAccounts } from '../accounts/accounts.ts'
import { authenticate } from '../accounts/authenticate.ts'
import type { Passwords } from '../accounts/passwords.ts'
import { createToken } from '../accounts/tokens.ts'
import { asSystem, type Context, type Role, roles } from '../lib/context.ts'
import { createMetrics, type Metrics } from '../lib/metrics.ts'
import { allRoutes } from '../routes.ts'
import { type Env, mount } from '../web/mount.ts'
import { errorPage } from '../web/plain-layout.ts'
import { probes } from '../web/probes.ts'
import type { AnyRoute } from '../web/route.ts'
import type { Web } from '../web/web.ts'
import { type TestContext, testContext } from './context.ts'
import type { TestDatabase } from './database.ts'

/** The whole router on a database, with an organization and a token of each role in it. */
export type Installation = TestContext & {
  readonly app: Hono<Env>
  readonly web: Web
  readonly routes: readonly AnyRoute[]
  readonly metrics: Metrics
  readonly accounts: Accounts
  readonly tokens: Readonly<Record<Role, string>>
}

export async function installation(
  database: TestDatabase,
  options: { seed?: string; url?: string } = {},
): Promise<Installation> {
  const made = await testContext(database, options)
  const settings = { ...made.base.settings, url: options.url ?? made.base.settings.url }
  const [base, ctx] = [
    { ...made.base, settings },
    { ...made.ctx, settings },
  ]
  const metrics = createMetrics()
  const accounts = { ...createAccounts(), passwords: quickPasswords }
  const routes = [...allRoutes({ accounts }), ...probes({ metrics, ready: async () => [] })]
  const web: Web = { base, trustedProxies: [], authenticate, errorPage }
  return {
    accounts,
    base,
    ctx,
    clock: made.clock,
    web,
    routes,
    metrics,
    app: mount(web, routes),
    tokens: await tokenOfEachRole(ctx),
  }
}

export async function tokenOfEachRole(ctx: Context): Promise<Record<Role, string>> {
  const system = asSystem(ctx, ctx.org, 'Test')
  const made = roles.map(async (role) => [role, (await createToken(system, { name: role, role })).secret] as const)
  return Object.fromEntries(await Promise.all(made)) as Record<Role, string>
}

/** In place of argon2id, which is slow on purpose. */
const quickPasswords: Passwords = {
  hash: async (_ctx, password) =>
    `$argon2id$v=19$m=19456,t=2,p=1$AAAA$${Buffer.from(password).toString('base64').replaceAll('=', '')}`,
  matches: async (hash, password) =>
    hash?.split('$').at(-1) === Buffer.from(password).toString('base64').replaceAll('=', ''),
}
