import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { channels } from '../channels/index.ts'
import { followEvent } from '../events/record.ts'
import { openIncident } from '../incidents/open.ts'
import { type Handler, handle } from '../queue/job.ts'
import { drain } from '../queue/worker.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { mailServer } from '../test/mail-server.ts'
import { announce, fanOutJob } from './announce.ts'
import { fanOut } from './fan-out.ts'
import { notificationHandlers } from './jobs.ts'
import { openPostOffice } from './post-office.ts'

const database = await testDatabase()
const server = await mailServer({ parse: false })
after(() => server.stop())

const readers = 600

test(`${readers} readers, chosen in chunks, are told once each, while the rest is being chosen`, async () => {
  const { ctx, base } = await testContext(database)
  const { page } = await acme(ctx)
  await sql`
    insert into subscribers (id, org_id, page_id, email, address_hash, mailbox_hash, state, created_at, updated_at)
    select 'r' || lpad(n::text, 11, '0'), ${ctx.org}, ${page}, 'r' || n || '@many.example', n::text::bytea, n::text::bytea,
      case n % 10 when 0 then 'unsubscribed' else 'active' end, ${ctx.now()}, ${ctx.now()}
    from generate_series(1, ${readers}) as n`.execute(ctx.db)
  const office = openPostOffice(base, { process: 'p', channels, smtpUrl: server.url })
  after(office.close)
  let chunks = 0
  const handlers: Handler[] = [
    handle(followEvent, (ctx, { event }) => announce(ctx, event)),
    handle(fanOutJob, async (ctx, input) => {
      await fanOut(ctx, input, { chunk: 100 })
      chunks = await ctx.db
        .selectFrom('deliveries')
        .select(ctx.db.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
        .then((row) => row.n)
    }),
    ...notificationHandlers({ ...office, slice: 500 }).filter((one) => one.job.name !== fanOutJob.name),
  ]
  await openIncident(ctx, { page, title: 'Slow', status: 'investigating', body: 'It is slow.' })
  await drain(base, database.pool, handlers)
  assert.equal(chunks, readers)
  assert.equal(server.mails.length, readers * 0.9)
  assert.equal(new Set(server.mails.map((mail) => mail.to.join())).size, readers * 0.9)
  assert.ok(server.busiest() <= 5, `${server.busiest()} connections at once`)
  const states = await ctx.db
    .selectFrom('deliveries')
    .select(['state', 'reason', ctx.db.fn.countAll<number>().as('n')])
    .groupBy(['state', 'reason'])
    .orderBy('state')
    .execute()
  assert.deepEqual(states, [
    { state: 'sent', reason: 'follows everything', n: readers * 0.9 },
    { state: 'skipped', reason: 'unsubscribed', n: readers * 0.1 },
  ])
})
