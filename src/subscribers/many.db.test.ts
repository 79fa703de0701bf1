import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor } from '../lib/context.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { testWeb } from '../test/web.ts'
import { mount } from '../web/mount.ts'
import { subscriberRoutes } from './api.ts'
import { countInWords, countMatching } from './count.ts'

const database = await testDatabase()

async function setUp(seed: string, role: 'editor' | 'admin' = 'admin') {
  const { ctx, base } = await testContext(database, { seed })
  const place = await acme(ctx)
  const actor: Actor = { kind: 'token', id: 't', name: 'Token', role }
  const signed = async () => ({ org: ctx.org, actor })
  const app = mount(testWeb({ base, authenticate: { token: signed, session: signed } }), subscriberRoutes)
  const headers = { authorization: 'Bearer t', host: 'status.test', 'content-type': 'application/json' }
  const call = async (body: unknown) => {
    const path = 'http://status.test/api/v1/subscribers/bulk'
    const answer = await app.request(path, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: answer.status, body: await answer.json() }
  }
  const outcomes = async (body: unknown): Promise<string[]> => {
    const answer = await call(body)
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body.items.map((one: { outcome: string }) => one.outcome)
  }
  const emails = (many: number) => Array.from({ length: many }, (_, i) => ({ email: `n${i}@many.example` }))
  const ids = async () =>
    (await ctx.db.selectFrom('subscribers').select('id').where('org_id', '=', ctx.org).orderBy('email').execute()).map(
      ({ id }) => id,
    )
  return { ctx, call, outcomes, emails, ids, ...place }
}

test('10,000 are added in one call, again without a change; 10,001 are refused', async () => {
  const { ctx, call, outcomes, emails, page } = await setUp('most')
  const body = { action: 'add', page, confirmed: true, items: emails(10_000) }
  assert.deepEqual([...new Set(await outcomes(body))], ['added'])
  assert.deepEqual([...new Set(await outcomes(body))], ['unchanged'])
  const refused = await call({ ...body, items: emails(10_001) })
  assert.deepEqual([refused.status, refused.body.errors[0].pointer], [422, '/items'])
  assert.deepEqual(await countMatching(ctx, {}), { count: 10_000, isExact: true })
  assert.deepEqual(await ctx.db.selectFrom('letters').select('id').where('org_id', '=', ctx.org).execute(), [])
})

test('labels, components, states: each says what became of it, and again nothing more', async () => {
  const { ctx, outcomes, call, emails, ids, page, us } = await setUp('actions')
  await outcomes({ action: 'add', page, confirmed: true, items: emails(3) })
  const items = [...(await ids()), 'nobody']
  const twice = async (change: object) => [await outcomes({ ...change, items }), await outcomes({ ...change, items })]
  const [did, same] = [
    ['changed', 'changed', 'changed', 'not_found'],
    ['unchanged', 'unchanged', 'unchanged', 'not_found'],
  ]
  assert.deepEqual(await twice({ action: 'add_label', label: 'vip' }), [did, same])
  assert.deepEqual(await countMatching(ctx, { label: 'vip' }), { count: 3, isExact: true })
  assert.deepEqual(await twice({ action: 'remove_label', label: 'vip' }), [did, same])
  assert.deepEqual(await outcomes({ action: 'set_components', components: ['api-us'], items }), did)
  assert.equal((await countMatching(ctx, { component: us })).count, 3)
  assert.deepEqual(await twice({ action: 'quarantine' }), [did, same])
  assert.deepEqual(await twice({ action: 'revive' }), [did, same])
  const left = ['left_alone', 'left_alone', 'left_alone', 'not_found']
  assert.deepEqual(await outcomes({ action: 'ask', items }), left)
  assert.deepEqual(await twice({ action: 'remove' }), [did, same])
  const back = await outcomes({ action: 'add', page, confirmed: false, items: emails(3) })
  assert.deepEqual([...new Set(back)], ['changed'])
  assert.deepEqual(await twice({ action: 'ask' }), [did, left])
  assert.deepEqual(await twice({ action: 'unsubscribe' }), [did, same])
  assert.deepEqual([...new Set(await outcomes({ action: 'add', page, items: emails(3) }))], ['left_alone'])
  assert.deepEqual(await twice({ action: 'erase' }), [did, same])
  assert.equal((await call({ action: 'erase', items: [] })).status, 422)
})

test('an editor does not erase; what is wrong is named by its item', async () => {
  const { call, outcomes, emails, ids, page } = await setUp('roles', 'editor')
  await outcomes({ action: 'add', page, items: emails(1) })
  assert.equal((await call({ action: 'erase', items: await ids() })).status, 403)
  const wrong = await call({ action: 'add', page, items: [...emails(1), { email: 'x' }] })
  assert.deepEqual([wrong.status, wrong.body.errors[0].pointer], [422, '/items/1/email'])
})

test('other channels are added too, with what was kept of their consent; nobody is told', async () => {
  const { ctx, call, page } = await setUp('channels')
  const consent = { text: 'Contract, section 4', at: '2034-01-02T03:04:05Z' }
  const items = [
    { channel: 'webhook', target: { url: 'https://hooks.customer.example/status' } },
    { channel: 'slack', target: { url: 'https://hooks.slack.com/services/T00000000/B00000000/nobodymayseethis' } },
    { channel: 'sms', target: { number: '+4915123456789' }, consent, language: 'de', labels: ['ops'] },
  ]
  const added = await call({ action: 'add', page, confirmed: true, items })
  assert.deepEqual(
    added.body.items.map((one: { outcome: string; signingSecret?: string }) => [
      one.outcome,
      one.signingSecret?.slice(0, 6),
    ]),
    [
      ['added', 'whsec_'],
      ['added', undefined],
      ['added', undefined],
    ],
  )
  const again = await call({ action: 'add', page, confirmed: true, items })
  assert.deepEqual(
    again.body.items.map((one: object) => JSON.stringify(one).includes('whsec_')),
    [false, false, false],
  )
  const rows = await ctx.db.selectFrom('subscribers').selectAll().where('org_id', '=', ctx.org).execute()
  const sms = rows.find(({ channel }) => channel === 'sms')!
  assert.deepEqual([sms.state, sms.language, sms.labels], ['active', 'de', ['ops']])
  assert.equal(sms.consent_at?.toISOString(), '2034-01-02T03:04:05.000Z')
  assert.equal(sms.consent_text, 'Token vouches that this address agreed: Contract, section 4')
  assert.doesNotMatch(JSON.stringify(rows.map(({ label, target }) => [label, target?.toString('latin1')])), /nobodymay/)
  const jobs = await ctx.db.selectFrom('letters').select('id').where('org_id', '=', ctx.org).execute()
  assert.deepEqual(jobs, [])
  for (const [item, pointer] of [
    [{ channel: 'slack', target: { url: 'https://evil.example' } }, '/items/0/target/url'],
    [{ channel: 'pigeon', target: {} }, '/items/0/channel'],
    [{ channel: 'web-push', target: {} }, '/items/0/channel'],
    [{ channel: 'sms', email: 'a@b.example' }, '/items/0/email'],
    [{}, '/items/0/email'],
  ] as const)
    assert.equal((await call({ action: 'add', page, items: [item] })).body.errors[0].pointer, pointer)
})

test('a number that hears at once needs words about how its owner agreed, of its own or for all', async () => {
  const { ctx, call, page } = await setUp('hearsay')
  const mail = { email: 'pat@hearsay.example' }
  const items = [mail, { channel: 'sms', target: { number: '+4915123456790' } }]
  const refused = await call({ action: 'add', page, confirmed: true, items })
  assert.deepEqual([refused.status, refused.body.errors[0].pointer], [422, '/items/1/consent/text'])
  const rows = () => ctx.db.selectFrom('subscribers').selectAll().where('org_id', '=', ctx.org).execute()
  assert.deepEqual(await rows(), [], 'nothing was added')
  await call({ action: 'add', page, confirmed: true, consent: { text: 'Form at the fair' }, items })
  assert.deepEqual(
    [...new Set((await rows()).map((row) => row.consent_text))],
    ['Token vouches that this address agreed: Form at the fair'],
  )
  const asked = await call({ action: 'add', page, items: [{ channel: 'sms', target: { number: '+4915123456791' } }] })
  assert.equal(asked.body.items[0].outcome, 'added', 'who is asked first needs no words')
})

test('a number that was not counted says so', () => {
  assert.equal(countInWords({ count: 1203, isExact: true }), '1,203')
  assert.equal(countInWords({ count: 10_000, isExact: false }), 'more than 10,000')
  assert.equal(countInWords({ count: 998_431, isExact: false }), 'about 1,000,000')
})
