import assert from 'node:assert/strict'
import { test } from 'node:test'
import { channelOf } from '../channels/index.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict } from '../lib/errors.ts'
import { newId } from '../lib/id.ts'
import { seal } from '../lib/seal.ts'
import { destinationHash, findSubscriber } from '../subscribers/find.ts'
import { liftSuppression, suppressDestination } from '../subscribers/suppress.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { startAgain, stopAll } from './stop.ts'

const database = await testDatabase()
const sms = channelOf('twilio-sms')!
const number = '+4915123456789'
const dead = '30003: unreachable handset'

async function setUp(seed: string) {
  const { ctx } = await testContext(database, { seed })
  const { page } = await acme(ctx)
  const hash = destinationHash(ctx, 'sms', number)
  const id = await add(ctx, page, hash)
  const bounce = () => suppressDestination(ctx, { channel: 'sms', hash, reason: dead })
  const now = async () => {
    const { state, reason } = await findSubscriber(ctx, id)
    return [state, reason]
  }
  const stop = () => transaction(ctx, (inside) => stopAll(inside, sms, hash))
  const start = () => transaction(ctx, (inside) => startAgain(inside, sms, hash))
  return { ctx, id, bounce, now, stop, start }
}

async function add(ctx: Context, page: string, hash: Buffer) {
  const [id, now] = [newId(ctx), ctx.now()]
  await ctx.db
    .insertInto('subscribers')
    .values({
      ...{ id, org_id: ctx.org, page_id: page, channel: 'sms', host: 'sms', label: 'x', email: null, state: 'active' },
      target: seal(ctx.settings.secret, ctx.random, JSON.stringify({ number })),
      ...{ address_hash: hash, mailbox_hash: hash, consent_at: now, created_at: now, updated_at: now },
    })
    .execute()
  return id
}

test('who says STOP after a message came back is not brought back by others; START leaves what came back', async () => {
  const { ctx, id, bounce, now, stop, start } = await setUp('after')
  await bounce()
  assert.equal(await stop(), true)
  assert.equal(await stop(), false, 'it is answered once')
  assert.deepEqual(await now(), ['suppressed', `Its owner answered STOP. Besides: ${dead}`])
  await assert.rejects(liftSuppression(ctx, id), Conflict)
  assert.equal(await start(), false, 'nothing comes yet')
  assert.deepEqual(await now(), ['suppressed', dead])
  await liftSuppression(ctx, id)
  assert.equal((await now())[0], 'active')
})

test('what comes back after STOP takes nothing away from it', async () => {
  const { ctx, id, bounce, now, stop, start } = await setUp('before')
  await stop()
  await bounce()
  await bounce()
  await assert.rejects(liftSuppression(ctx, id), Conflict)
  await start()
  assert.equal((await now())[0], 'suppressed')
  await liftSuppression(ctx, id)
  assert.equal((await now())[0], 'active')
})
