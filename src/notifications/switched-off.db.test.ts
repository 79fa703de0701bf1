import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeAccount } from '../channel-accounts/change.ts'
import type { Outcome } from '../channels/channel.ts'
import { z } from '../lib/zod.ts'
import { engineStage, tryingChannel } from '../test/engine.ts'
import { noMail } from '../test/fan-out.ts'
import { pauseTelling, resumeTelling } from './telling.ts'
import { wakeLanes } from './wake.ts'

const { setUp } = await engineStage()
const minute = 60_000
const sent: Outcome = { result: 'sent', detail: '200' }

async function scene(name: string) {
  const told: string[] = []
  const answer = ({ to }: { to: string }) => {
    told.push(to)
    return sent
  }
  const app = tryingChannel('slack-app', 'slack', answer, { needsAccount: true })
  // As incoming webhooks and the app of one chat: each has destinations of its own.
  const hook = tryingChannel('slack', 'slack', answer)
  const own = { ...hook, target: z.strictObject({ name: z.string(), hook: z.string() }) }
  const channels = [own, app, tryingChannel('email', 'email', answer, { needsAccount: true })]
  const stage = await setUp(name, channels)
  const pass = async (milliseconds: number) => {
    stage.clock.advance(milliseconds)
    await wakeLanes(stage.ctx)
    await stage.work()
  }
  const toggle = (account: string, enabled: boolean) => changeAccount(stage.ctx, account, { enabled })
  const said = async () => (await stage.ledger()).map(({ state, reason, detail }) => `${state}: ${detail ?? reason}`)
  return { ...stage, told, pass, toggle, said }
}

test('what waits for accounts that are switched off ends after a quarter of an hour, and is not sent when they are on again', async () => {
  const { account, subscribe, open, work, pass, toggle, said, told } = await scene('off')
  const server = await account('email', 'server')
  await subscribe('email', ['kim'])
  await toggle(server, false)
  await pass(10_000)
  await open()
  await work()
  await pass(14 * minute)
  assert.deepEqual(await said(), ['queued: E-mail is switched off'])
  await pass(minute)
  assert.deepEqual(await said(), ['skipped: E-mail is switched off'])
  await toggle(server, true)
  await pass(minute)
  assert.deepEqual(told, [])
  await open({ title: 'Another' })
  await work()
  assert.deepEqual(told, ['kim'], 'what is new goes')
})

test('why it waits is said of each once, and of what came since twice a minute: not of a million at every turn', async () => {
  const { ctx, subscribe, open, work, pass, said } = await scene('none')
  await subscribe('email', ['kim', 'pat'])
  await open()
  await work()
  const why = 'queued: no mail server is configured'
  assert.deepEqual(await said(), [why, why])
  await ctx.db.updateTable('deliveries').set({ detail: null }).where('org_id', '=', ctx.org).execute()
  await pass(10_000)
  assert.deepEqual(await said(), ['queued: follows everything', 'queued: follows everything'])
  await pass(20_000)
  assert.deepEqual(await said(), [why, why])
})

test('who switches it off for a moment loses nothing', async () => {
  const { account, subscribe, open, work, pass, toggle, told } = await scene('moment')
  const server = await account('email', 'server')
  await subscribe('email', ['kim'])
  await toggle(server, false)
  await pass(10_000)
  await open()
  await work()
  await toggle(server, true)
  await pass(10 * minute)
  assert.deepEqual(told, ['kim'])
})

test('a destination that only a switched off account takes is not refused, while others of its channel are told', async () => {
  const { ctx, account, subscribe, open, work, pass, toggle, said, told, ledger } = await scene('app')
  const app = await account('slack-app', 'app')
  const ids = await subscribe('slack', ['kim'])
  await toggle(app, false)
  await pass(10_000)
  await open()
  await work()
  assert.deepEqual(await said(), ['queued: Slack is switched off'])
  for (let i = 0; i < 16; i++) await pass(minute)
  assert.deepEqual(await said(), ['skipped: Slack is switched off'])
  assert.equal((await ledger())[0]?.reason, 'Slack is switched off')
  const { soft_bounces } = await ctx.db
    .selectFrom('subscribers')
    .select('soft_bounces')
    .where('id', '=', ids[0]!)
    .executeTakeFirstOrThrow()
  assert.equal(soft_bounces, 0, 'nobody refused anything')
  await toggle(app, true)
  await pass(minute)
  assert.deepEqual(told, [])
})

test('nor does who waited for something else all the while', async () => {
  const { ctx, account, subscribe, open, work, pass, toggle, told, said } = await scene('waited')
  const server = await account('email', 'server')
  const [kim] = await subscribe('email', ['kim', 'pat'])
  const night = { quiet_from: '08:00', quiet_until: '10:00', quiet_zone: 'UTC' }
  await ctx.db.updateTable('subscribers').set(night).where('id', '=', kim!).execute()
  const { update } = await open()
  await work(noMail)
  await pauseTelling(ctx, update.id)
  await pass(40 * minute)
  await toggle(server, false)
  await pass(2 * minute)
  await toggle(server, true)
  await pass(minute)
  await resumeTelling(ctx, update.id)
  await pass(minute)
  await pass(60 * minute)
  assert.deepEqual(told, ['pat', 'kim'])
  assert.deepEqual(await said(), ['sent: 200', 'sent: 200'])
})

test('a destination of the account that is off had waited for the morning', async () => {
  const { ctx, account, subscribe, open, work, pass, toggle, told } = await scene('morning')
  const app = await account('slack-app', 'app')
  const [kim] = await subscribe('slack', ['kim'])
  const night = { quiet_from: '08:00', quiet_until: '10:00', quiet_zone: 'UTC' }
  await ctx.db.updateTable('subscribers').set(night).where('id', '=', kim!).execute()
  await open()
  await work()
  await pass(59 * minute)
  await toggle(app, false)
  await pass(2 * minute)
  await toggle(app, true)
  await pass(5 * minute)
  assert.deepEqual(told, ['kim'])
})
