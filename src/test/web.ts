import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import { pino } from 'pino'
import type { Database } from '../db/schema.ts'
import { type Base, type Role, roles } from '../lib/context.ts'
import { OutboundRefused } from '../lib/outbound.ts'
import { errorPage } from '../web/plain-layout.ts'
import type { Signed, Web } from '../web/web.ts'
import { testClock } from './clock.ts'
import { seededRandom } from './random.ts'

/** A base for tests: a clock that stands still, seeded randomness, no network, and no database unless one is given. */
export function testBase(changes: Partial<Base> = {}): Base {
  return {
    db: noDatabase(),
    now: testClock().now,
    random: seededRandom(),
    http: async () => {
      throw new OutboundRefused('no network in tests')
    },
    dns: { txt: async () => [], cname: async () => [] },
    log: pino({ level: 'silent' }),
    settings: { url: 'http://127.0.0.1:3000', secret: Buffer.alloc(32, 7), mailFrom: null },
    ...changes,
  }
}

/** The router's surroundings for tests: a role's name is a token, and a session cookie, of an actor with that role. */
export function testWeb(changes: Partial<Web> = {}): Web {
  const byRole = async (_base: Base, name: string): Promise<Signed | null> => {
    const role = roles.find((one) => one === name)
    return role ? { org: 'org', actor: actorOf(role) } : null
  }
  return {
    base: testBase(),
    trustedProxies: [],
    authenticate: { token: byRole, session: byRole },
    errorPage,
    ...changes,
  }
}

const actorOf = (role: Role) => ({ kind: 'token', id: `token-${role}`, name: role, role }) as const

const noDatabase = () =>
  new Kysely<Database>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
