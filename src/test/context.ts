import { pino } from 'pino'
import type { Actor, Base, Context } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { OutboundRefused } from '../lib/outbound.ts'
import { type Clock, testClock } from './clock.ts'
import type { TestDatabase } from './database.ts'
import { seededRandom } from './random.ts'

export type TestContext = { ctx: Context; base: Base; clock: Clock }

/** Far ahead of the machine's clock, so that the queue never takes a job for due before the test says so. */
export const testStart = '2035-03-05T09:00:00Z'

/** An organization of its own, its owner alice as the actor, a clock that stands still, and no way out to the network. */
export async function testContext(
  database: TestDatabase,
  options: { start?: string; seed?: string } = {},
): Promise<TestContext> {
  const clock = testClock(options.start ?? testStart)
  const base: Base = {
    db: database.db,
    now: clock.now,
    random: seededRandom(options.seed ?? 'upfront'),
    http: async () => {
      throw new OutboundRefused('tests have no network')
    },
    dns: noDns,
    log: pino({ level: 'silent' }),
    settings: {
      url: 'http://status.test',
      secret: Buffer.alloc(32, 7),
      mailFrom: 'status@status.test',
      outboundAllow: ['127.0.0.0/8'],
    },
  }
  const org = newId(base)
  await database.db.insertInto('organizations').values({ id: org, name: 'Acme', created_at: clock.now() }).execute()
  return { ctx: { ...base, org, actor: alice }, base, clock }
}

/** A world without records. */
export const noDns: Base['dns'] = { txt: async () => [], cname: async () => [] }

/** Alice owns it, bob edits beside her, charlie may only look. */
export const alice: Actor = { kind: 'user', id: 'alice', name: 'Alice', role: 'owner' }
export const bob: Actor = { kind: 'user', id: 'bob', name: 'Bob', role: 'editor' }
export const charlie: Actor = { kind: 'user', id: 'charlie', name: 'Charlie', role: 'viewer' }
