import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Kysely, PostgresDialect } from 'kysely'
import { createAccount } from '../channel-accounts/create.ts'
import { channelOf } from '../channels/index.ts'
import type { Database } from '../db/schema.ts'
import { changeOffer } from '../offered-channels/change.ts'
import { drain } from '../queue/worker.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { testWeb } from '../test/web.ts'
import { mount } from '../web/mount.ts'
import { addSubscriber } from './add.ts'
import { unsubscribe } from './change.ts'
import { subscriberHandlers } from './jobs.ts'
import { subscriptionPages } from './public.ts'
import { suppress } from './suppress.ts'

// S-SUB-1: neither by what is answered nor by how long it takes can anybody learn whether an address is known. A clock would
// tell of the machine; what is compared is the work: each statement that the database is asked, in order.

const database = await testDatabase()

async function setUp(seed: string) {
  const { ctx, base, clock } = await testContext(database, { seed })
  const place = await acme(ctx)
  const statements: string[] = []
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: database.pool }),
    log: ({ query }) => void statements.push(query.sql),
  })
  const app = mount(testWeb({ base: { ...base, db } }), subscriptionPages())
  const headers = { host: 'status.test', 'sec-fetch-site': 'same-origin', origin: 'http://status.test' }
  let visitors = 0
  const ask = async (path: string, fields: Record<string, string>, secret: string) => {
    statements.length = 0
    const [address, body] = [`http://status.test/p/acme-${place.page}${path}`, new URLSearchParams(fields)]
    const env = { incoming: { socket: { remoteAddress: `192.0.2.${++visitors}` } } }
    const answer = await app.request(address, { method: 'POST', body, headers }, env)
    const [main = ''] = /<main[\s\S]*<\/main>/.exec(await answer.text()) ?? []
    const said = main.replaceAll(secret, 'X').replace(/name="handle" value="[^"]+"/, 'name="handle"')
    return JSON.stringify({ status: answer.status, said, statements })
  }
  const work = () => drain(base, database.pool, subscriberHandlers)
  /** One of each kind that an address can be. */
  const people = async () => {
    const add = async (name: string, confirmed = true) => {
      const email = `${name}@${seed}.example`
      const { subscriber } = await addSubscriber(ctx, { page: place.page, email, components: null, confirmed })
      return subscriber!.id
    }
    await add('active')
    await add('waiting', false)
    await add('bounced')
    await suppress(ctx, { email: `bounced@${seed}.example`, reason: '550 5.1.1' })
    await unsubscribe(ctx, await add('gone'))
    return ['active', 'waiting', 'bounced', 'gone', 'stranger'].map((name) => `${name}@${seed}.example`)
  }
  return { ctx, clock, ...place, ask, work, people }
}

const one = (answers: readonly string[]) => assert.equal(new Set(answers).size, 1, answers.join('\n'))

test('asking to subscribe is the same work for every address', async () => {
  const { ask, people } = await setUp('sign-up')
  const answers: string[] = []
  for (const email of await people()) answers.push(await ask('/subscribe', { email, website: '' }, email))
  one(answers)
  assert.match(answers[0] ?? '', /"status":200/)
  assert.match(answers[0] ?? '', /add_job/, 'what depends on the address is done later')
})

test('so is asking for a code, and typing a wrong one', async () => {
  const { ask, work, people } = await setUp('code')
  const all = await people()
  const [asked, typed]: [string[], string[]] = [[], []]
  for (const email of all) asked.push(await ask('/subscribe/again', { email }, email))
  await work()
  for (const email of all) typed.push(await ask('/subscribe/again/code', { email, code: '12' }, email))
  one(asked)
  one(typed)
  assert.match(typed[0] ?? '', /synchronous_commit to off/, 'a try that is counted waits for no disk')
})

test('so it is on other channels', async () => {
  const { ctx, page, clock, ask, work } = await setUp('channel')
  const { settings } = channelOf('twilio-sms')!.sample
  await createAccount(ctx, { key: 'twilio', kind: 'twilio-sms', settings: settings as Record<string, unknown> })
  await changeOffer(ctx, page, { countries: ['DE'] })
  const number = (end: number) => `+49 151 2345678${end}`
  const form = (end: number) =>
    ask('/subscribe/channel', { channel: 'sms', website: '', 'sms.number': number(end) }, number(end))
  const first = await form(1)
  await work()
  clock.advance(3_600_000)
  const answers = [first, await form(1), await form(2)]
  await ctx.db.updateTable('subscribers').set({ state: 'suppressed' }).where('org_id', '=', ctx.org).execute()
  answers.push(await form(1))
  one(answers)
  assert.match(first, /"status":200.*add_job/s)
})
