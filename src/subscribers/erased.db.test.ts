import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { anybody } from '../audiences/reader.ts'
import { createAccount } from '../channel-accounts/create.ts'
import { channelOf, channels } from '../channels/index.ts'
import { followEvent } from '../events/record.ts'
import { openIncident } from '../incidents/open.ts'
import { type Context, transaction } from '../lib/context.ts'
import { unseal } from '../lib/seal.ts'
import { announce } from '../notifications/announce.ts'
import { notificationHandlers } from '../notifications/jobs.ts'
import { keepNumbers } from '../notifications/keep-numbers.ts'
import { openPostOffice } from '../notifications/post-office.ts'
import { handle } from '../queue/job.ts'
import { drain } from '../queue/worker.ts'
import { findAccount } from '../replies/account.ts'
import { takeIn } from '../replies/take-in.ts'
import { importHandlers } from '../subscriber-imports/jobs.ts'
import { keepImport } from '../subscriber-imports/upload.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { mailServer } from '../test/mail-server.ts'
import { vendorRequest } from '../test/vendor.ts'
import { agree } from './agree.ts'
import { askToSubscribe } from './ask.ts'
import { askByChannel } from './ask-channel.ts'
import { changeSubscription } from './change.ts'
import { changeMany } from './change-many.ts'
import { eraseSubscriber } from './erase.ts'
import { questionHandlers, subscriberHandlers } from './jobs.ts'
import { mailCode } from './mail-code.ts'
import { erasePerson, personOf } from './person.ts'
import { purgeUnconfirmed } from './remove.ts'
import { noteBounce, suppress } from './suppress.ts'

// S-SUB-8: whoever is erased is nowhere any more, in no table of the database, encrypted or not.

const database = await testDatabase()
const server = await mailServer()
after(server.stop)
const number = '+4915112345678'
const email = 'pat.doe@customer-of-acme.example'
const url = 'https://hooks.customer-of-acme.example/status/3f9d2c'
/** What gives a person away; their keyed hashes do not. */
const traces = /pat\.doe|customer-of-acme|15112345678|3f9d2c|••78/i
const targets = [
  { channel: 'sms', target: { number } },
  { channel: 'webhook', target: { url, secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDMKFStsMdHyA=' } },
]

async function setUp(seed: string) {
  const made = await testContext(database, { seed })
  const twilio = channelOf('twilio-sms')!.sample.settings
  const http: Context['http'] = async (address, request = {}) => {
    const { host } = vendorRequest('POST', new URL(address), {}, Buffer.from(request.body ?? ''))
    const body = host === 'api.twilio.com' ? { sid: `SM${'0'.repeat(32)}` } : {}
    return { status: host === 'api.twilio.com' ? 201 : 200, headers: {}, body: Buffer.from(JSON.stringify(body)) }
  }
  const [ctx, base] = [
    { ...made.ctx, http },
    { ...made.base, http },
  ]
  const { page } = await acme(ctx)
  const { id } = await createAccount(ctx, { key: 'twilio', kind: 'twilio-sms', settings: Object(twilio) })
  const account = (await findAccount(ctx, id))!
  const office = openPostOffice(base, { process: 'p', channels, smtpUrl: server.url })
  after(office.close)
  const work = () =>
    drain(base, database.pool, [
      handle(followEvent, async (inside, { event, kind }) => {
        if (kind.startsWith('update.')) await announce(inside, event)
      }),
      ...notificationHandlers(office),
      ...subscriberHandlers,
      ...questionHandlers(office.accounts),
      ...importHandlers,
    ])
  const rows = () => ctx.db.selectFrom('subscribers').selectAll().where('org_id', '=', ctx.org).execute()
  const ask = async (channels = ['email', 'sms', 'webhook']) => {
    if (channels.includes('email')) await askToSubscribe(ctx, { page, email, components: null }, anybody)
    for (const { channel, target } of targets.filter((one) => channels.includes(one.channel)))
      await askByChannel(ctx, { page, channel, target, components: null }, anybody)
    await work()
  }
  const say = (heard: Parameters<typeof takeIn>[2]) => takeIn(ctx, account, heard)
  return { ...made, ctx, page, work, rows, ask, say }
}

test('S-SUB-8: nothing is left of who was told, wrote back, bounced, was listed and exported', async () => {
  const { ctx, page, work, rows, ask, say } = await setUp('scan')
  await ask()
  await mailCode(ctx, { page, email })
  for (const row of await rows())
    await transaction(ctx, (inside) =>
      agree(inside, row, { text: `Yes, ${email} may be written to.`, ip: '192.0.2.7' }),
    )
  const ids = (await rows()).map(({ id }) => id)
  await changeSubscription(ctx, ids[0]!, { labels: ['pat.doe'] })
  await openIncident(ctx, { page, title: 'Slow', status: 'investigating', body: 'It is slow.' })
  await work()
  await mailCode(ctx, { page, email })
  await say([{ heard: 'reply', from: number, text: `I am ${email}` }])
  await noteBounce(ctx, ids[0]!, `450 4.2.2 <${email}>: mailbox full`)
  const file = Buffer.from(`email\n${email}\nother@x.example\n`)
  await keepImport(
    ctx,
    { page, name: 'people.csv', vouched: true },
    (async function* () {
      yield file
    })(),
  )
  await work()
  await suppress(ctx, { email, reason: `550 5.1.1 <${email}>: no such mailbox` })
  await openIncident(ctx, { page, title: 'Again', status: 'investigating', body: 'It is slow again.' })
  await work()
  await keepNumbers(ctx, 0)
  assert.equal((await found(ctx)).length > 5, true, 'the scan finds what is there before')
  for (const id of ids) {
    assert.match(JSON.stringify(await personOf(ctx, id)), /subscriptions/)
    await erasePerson(ctx, id)
  }
  assert.deepEqual(await found(ctx), [])
})

test('who was erased, is named again and says nothing is forgotten again, on every channel', async () => {
  const { ctx, clock, rows, ask } = await setUp('again')
  await ask(['sms'])
  for (const { id } of await rows()) await eraseSubscriber(ctx, id)
  clock.advance(2 * 3_600_000)
  await ask(['sms'])
  assert.notDeepEqual(await found(ctx), [])
  clock.advance(8 * 86_400_000)
  await purgeUnconfirmed(ctx)
  assert.deepEqual(await found(ctx), [])
})

test('who was erased and is named again can be erased again, one of many', async () => {
  const { ctx, clock, rows, ask } = await setUp('many')
  await ask(['sms'])
  const ids = (await rows()).map(({ id }) => id)
  await changeMany(ctx, { action: 'erase' }, ids)
  clock.advance(2 * 3_600_000)
  await ask(['sms'])
  assert.deepEqual(
    (await changeMany(ctx, { action: 'erase' }, ids)).map(({ outcome }) => outcome),
    ['changed'],
  )
  assert.deepEqual(await found(ctx), [])
})

/** Tables of the database, the queue's too, with a row of this organization or of nobody's in which somebody stands. */
async function found(ctx: Context): Promise<string[]> {
  const tables = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('public', 'graphile_worker')`.execute(ctx.db)
  const places: string[] = []
  for (const { name } of tables.rows) {
    const { rows } = await sql<{
      row: Record<string, unknown>
    }>`select to_jsonb(t) as row from ${sql.raw(name)} t`.execute(ctx.db)
    for (const { row } of rows) {
      if ('org_id' in row && row.org_id !== ctx.org) continue
      for (const [column, value] of Object.entries(row))
        if (traces.test(inClear(ctx, value))) places.push(`${name}.${column}: ${inClear(ctx, value).slice(0, 200)}`)
    }
  }
  return places
}

/** As whoever has the key reads it: bytes, sealed ones, and those within JSON. */
function inClear(ctx: Context, value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  const bytes = [...text.matchAll(/\\+x([0-9a-f]{2,})|([A-Za-z0-9+/=_-]{40,})/g)].map(([, hex, base64]) =>
    hex ? Buffer.from(hex, 'hex') : Buffer.from(base64 ?? '', 'base64'),
  )
  return [text, ...bytes.flatMap((one) => [one.toString('utf8'), opened(ctx, one)])].join(' ')
}

function opened({ settings }: Context, bytes: Buffer): string {
  try {
    return unseal(settings.secret, bytes)
  } catch {
    return ''
  }
}
