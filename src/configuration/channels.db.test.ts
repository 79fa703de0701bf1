import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAccount } from '../channel-accounts/create.ts'
import { accountSettings, accountsOf } from '../channel-accounts/find.ts'
import { channelOf } from '../channels/index.ts'
import { settingFields } from '../lib/setting-fields.ts'
import { offerOf } from '../offered-channels/find.ts'
import { findPage } from '../pages/find.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { findWorldChannel, worldChannelsOf } from '../world-channels/find.ts'
import { settingsOfTarget } from '../world-channels/target.ts'
import { applyConfiguration, planConfiguration } from './apply.ts'
import { exportConfiguration } from './export.ts'
import { WrongConfiguration } from './mistake.ts'
import { changesNothing } from './plan.ts'
import { planInWords } from './words.ts'

const database = await testDatabase()
const secrets: Record<string, string> = {
  FIRST_URL: 'smtp://upfront:nobody-may-see@mail.acme.example:587',
  SECOND_URL: 'smtp://upfront:nobody-may-see@other.acme.example:587',
}
const text = (slug: string) => `version: 1
pages:
  - slug: ${slug}
    name: Acme
    channels: { channels: [email, slack], countries: [DE, AT] }
    worldChannels:
      - { key: status, channel: slack, target: { url: "\${${slug.toUpperCase()}_STATUS_URL}", name: "#status" }, kinds: [incident] }
channels:
  - { key: first, kind: smtp, settings: { url: "\${FIRST_URL}", from: a@acme.example } }
  - { key: second, kind: smtp, settings: { url: "\${SECOND_URL}", from: a@acme.example }, price: { amount: 0.001, currency: EUR } }
`
const environment = (name: string) =>
  secrets[name] ?? `https://hooks.slack.com/services/T00000000/B00000000/nobodymayseethis${name.length}`
const file = (content: string) => ({ name: 'upfront.yaml', text: content, environment })

test('accounts, what a page offers and what it says to the world come from a file, and go into one', async () => {
  const { ctx } = await testContext(database, { seed: 'all' })
  const steps = await applyConfiguration(ctx, file(text('all')))
  assert.doesNotMatch(planInWords(steps).join(), /nobody-?may-?see/)
  assert.ok(changesNothing(await applyConfiguration(ctx, file(text('all')))))
  const page = await findPage(ctx, 'all')
  assert.deepEqual(await offerOf(ctx, page.id), { channels: ['email', 'slack'], countries: ['AT', 'DE'] })
  const [first, second] = await accountsOf(ctx)
  assert.deepEqual([first?.key, second?.key, second?.price_micros], ['first', 'second', 1000])
  assert.equal(accountSettings(ctx, first!).url, secrets.FIRST_URL)
  assert.match(String(settingsOfTarget(ctx, await findWorldChannel(ctx, page.id, 'status')).url), /nobodymayseethis/)
  const exported = await exportConfiguration(ctx)
  assert.doesNotMatch(exported.text, /nobody-?may-?see/)
  assert.deepEqual(exported.variables, ['ALL_STATUS_URL', 'FIRST_URL', 'SECOND_URL'])
  const again = await planConfiguration(ctx, file(exported.text))
  assert.ok(changesNothing(again), JSON.stringify(again.filter(({ action }) => action !== 'keep')))
})

test('accounts for mail and text messages go through a file and out again, what is secret as a variable', async () => {
  const { ctx } = await testContext(database, { seed: 'vendors' })
  const kinds = ['mailgun', 'sendgrid', 'postmark', 'ses', 'twilio-sms', 'vonage-sms', 'sns-sms', 'messagebird-sms']
  for (const kind of kinds) {
    const settings = channelOf(kind)?.sample.settings as Record<string, unknown>
    await createAccount(ctx, { key: kind, kind, settings })
  }
  const exported = await exportConfiguration(ctx)
  const opened = (await accountsOf(ctx)).map((account) => accountSettings(ctx, account))
  const values = new Map<string, string>()
  for (const [index, settings] of opened.entries())
    for (const [name, value] of Object.entries(settings)) {
      const meta = settingFields(channelOf(kinds[index]!)!.settings).find((field) => field.name === name)
      if (meta?.secret) assert.ok(!exported.text.includes(String(value)), `${kinds[index]} ${name}`)
      const variable = `${kinds[index]}_${name}`.replaceAll('-', '_').toUpperCase()
      values.set(variable, String(value))
    }
  assert.deepEqual(
    exported.variables.filter((name) => !values.has(name)),
    [],
  )
  const from = (name: string) => values.get(name) ?? ''
  const { ctx: other } = await testContext(database, { seed: 'vendors-again' })
  await applyConfiguration(other, { name: 'upfront.yaml', text: exported.text, environment: from })
  const again = await accountsOf(other)
  assert.deepEqual(
    again.map((account) => accountSettings(other, account)),
    opened,
  )
})

test('the order of accounts is that of the file; what it names no more goes with prune', async () => {
  const { ctx } = await testContext(database, { seed: 'order' })
  await applyConfiguration(ctx, file(text('order')))
  const [head, tail] = text('order').split(/^channels:\n/m)
  const turned = `${head}channels:\n${tail!.trimEnd().split('\n').reverse().join('\n')}\n`
  assert.ok(!changesNothing(await applyConfiguration(ctx, file(turned))))
  assert.deepEqual(
    (await accountsOf(ctx)).map(({ key }) => key),
    ['second', 'first'],
  )
  const less = text('order')
    .replace(/ {4}worldChannels:\n.*\n/, '')
    .replace(/^ {2}- \{ key: second.*\n/m, '')
  await applyConfiguration(ctx, file(less), { prune: true })
  const page = await findPage(ctx, 'order')
  assert.deepEqual([(await accountsOf(ctx)).length, await worldChannelsOf(ctx, page.id)], [1, []])
})

test('each mistake is named where it stands, without what the environment filled in', async () => {
  const { ctx } = await testContext(database, { seed: 'wrong' })
  const wrong = text('wrong')
    .replace('from: a@acme.example }', 'form: a@acme.example }')
    .replace('kind: smtp, settings: { url: "${SECOND_URL}"', 'kind: pigeon, settings: { url: "${SECOND_URL}"')
    .replace('channel: slack', 'channel: email')
    .replace('[DE, AT]', '[germany]')
  await assert.rejects(planConfiguration(ctx, file(wrong)), (error) => {
    assert.ok(error instanceof WrongConfiguration)
    const said = error.mistakes.map(({ path, detail }) => `${path.join('.')}: ${detail}`).join('\n')
    assert.match(said, /pages\.0\.channels\.countries\.0: expected two capital letters/)
    assert.match(said, /pages\.0\.worldChannels\.0\.channel: expected one of .*slack/)
    assert.match(
      said,
      /channels\.0\.settings\.form: unknown setting; did you mean from|channels\.0\.settings\.form: unknown setting/,
    )
    assert.match(said, /channels\.1\.kind: expected one of /)
    assert.doesNotMatch(said, /nobody-?may-?see/)
    return true
  })
})
