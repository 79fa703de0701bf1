import assert from 'node:assert/strict'
import { test } from 'node:test'
import { targetOf } from '../subscribers/destination.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { applyConfiguration, planConfiguration } from './apply.ts'
import { exportConfiguration } from './export.ts'
import { WrongConfiguration } from './mistake.ts'
import { changesNothing } from './plan.ts'
import { planInWords } from './words.ts'

const database = await testDatabase()
const hook = 'https://hooks.slack.com/services/T00000000/B00000000/nobodymayseethis'
const secrets: Record<string, string> = {
  HOOK: hook,
  SECRET: `whsec_${'A'.repeat(32)}`,
  NEXT: `whsec_${'B'.repeat(32)}`,
}
const environment = (name: string) => secrets[name] ?? ''
const file = (text: string) => ({ name: 'upfront.yaml', text, environment })
const page = (slug: string) => `version: 1\npages: [{ slug: ${slug}, name: Acme }]\nsubscribers:\n`
const all = (slug: string, secret = 'SECRET') => `${page(slug)}
  - { page: ${slug}, channel: slack, target: { url: "\${HOOK}", name: "#ops" }, confirmed: true, consent: "Our own room" }
  - page: ${slug}
    channel: webhook
    target: { url: https://hooks.customer.example/status, secret: "\${${secret}}" }
    confirmed: true
    labels: [partner]
  - { page: ${slug}, channel: sms, target: { number: "+4915123456789" }, confirmed: true, consent: "On paper" }
  - { page: ${slug}, email: pat@customer.example, confirmed: true }
`

async function setUp(seed: string) {
  const { ctx } = await testContext(database, { seed })
  const rows = () =>
    ctx.db.selectFrom('subscribers').selectAll().where('org_id', '=', ctx.org).orderBy('channel').execute()
  return { ctx, rows }
}

test('subscribers of every channel come from a file and go into one, without a secret in sight', async () => {
  const { ctx, rows } = await setUp('channels')
  const steps = await applyConfiguration(ctx, file(all('channels')))
  assert.match(planInWords(steps).join('\n'), /#ops in Slack/)
  assert.doesNotMatch(planInWords(steps).join(), /nobodymayseethis|whsec_|4915123456789/)
  assert.ok(changesNothing(await applyConfiguration(ctx, file(all('channels')))))
  assert.deepEqual(
    (await rows()).map(({ channel, state }) => [channel, state]),
    [
      ['email', 'active'],
      ['slack', 'active'],
      ['sms', 'active'],
      ['webhook', 'active'],
    ],
  )
  assert.match((await rows())[1]?.consent_text ?? '', /vouches that this address agreed: Our own room/)
  const letters = await ctx.db.selectFrom('letters').select('id').where('org_id', '=', ctx.org).execute()
  assert.deepEqual(letters, [], 'nobody is told')
  const exported = await exportConfiguration(ctx)
  assert.doesNotMatch(exported.text, /nobodymayseethis|whsec_|4915123456789/)
  const values: Record<string, string> = {
    CHANNELS_SLACK_URL: hook,
    CHANNELS_WEBHOOK_SECRET: secrets.SECRET ?? '',
    CHANNELS_SMS_NUMBER: '+4915123456789',
  }
  assert.deepEqual(exported.variables, Object.keys(values).sort())
  const again = await planConfiguration(ctx, { ...file(exported.text), environment: (name) => values[name] ?? '' })
  assert.ok(changesNothing(again), planInWords(again).join('\n'))
})

test('another secret for the same address is set; what the file names no more is pruned', async () => {
  const { ctx, rows } = await setUp('renewed')
  await applyConfiguration(ctx, file(all('renewed')))
  const steps = await applyConfiguration(ctx, file(all('renewed', 'NEXT')))
  assert.doesNotMatch(planInWords(steps).join(), /whsec_/)
  assert.ok(!changesNothing(steps))
  const webhook = (await rows()).find(({ channel }) => channel === 'webhook')!
  assert.equal(targetOf(ctx, webhook).secret, secrets.NEXT)
  await applyConfiguration(ctx, file(`${page('renewed')}  - { page: renewed, email: pat@customer.example }\n`), {
    prune: true,
  })
  assert.deepEqual(
    (await rows()).map(({ channel, state }) => `${channel} ${state}`),
    ['email active', 'slack unsubscribed', 'sms unsubscribed', 'webhook unsubscribed'],
  )
})

test('a mistake says where it is and quotes no secret', async () => {
  const { ctx } = await setUp('wrong')
  const told = async (line: string) => {
    try {
      await planConfiguration(ctx, file(`${page('wrong')}  - ${line}\n`))
    } catch (error) {
      if (error instanceof WrongConfiguration) return error.message
      throw error
    }
    return ''
  }
  assert.match(
    await told('{ page: wrong, channel: slack, target: { url: "${SECRET}" } }'),
    /target\.url: expected an address/,
  )
  assert.match(await told('{ page: wrong, channel: pigeon, target: {} }'), /channel: expected one of/)
  assert.match(await told('{ page: wrong }'), /expected an `email`, or a `channel`/)
  assert.match(await told('{ page: wrong, channel: sms, email: a@b.example, target: {} }'), /expected an `email`, or/)
  const number = '{ page: wrong, channel: sms, target: { number: "+4915123456789" }, confirmed: true }'
  assert.match(await told(number), /consent.*expected how the owner of the number agreed/)
  assert.doesNotMatch(await told('{ page: wrong, channel: slack, target: { url: "${SECRET}" } }'), /whsec_/)
  const twice = '{ page: wrong, channel: slack, target: { url: "${HOOK}" } }'
  assert.match(await told(`${twice}\n  - ${twice}`), /stands here a second time/)
})
