import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAccount } from '../channel-accounts/create.ts'
import { twilioSms } from '../channels/twilio-sms.ts'
import { changeOffer } from '../offered-channels/change.ts'
import { drain } from '../queue/worker.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { testWeb } from '../test/web.ts'
import { mount } from '../web/mount.ts'
import { addSubscriber } from './add.ts'
import { choiceOf } from './choice.ts'
import { subscriberAt } from './find.ts'
import { subscriberHandlers } from './jobs.ts'
import { subscriptionPages } from './public.ts'
import { suppress } from './suppress.ts'

const database = await testDatabase()

async function setUp(seed: string) {
  const { ctx, base } = await testContext(database, { seed })
  const place = await acme(ctx)
  const app = mount(testWeb({ base }), subscriptionPages())
  const post = (body: string, type = 'application/json') =>
    app.request(`http://status.test/p/acme-${place.page}/api/v2/subscribers.json`, {
      method: 'POST',
      body,
      headers: { host: 'status.test', 'content-type': type, origin: 'http://elsewhere.example' },
    })
  const subscribe = (subscriber: object) => post(JSON.stringify({ subscriber }))
  const work = () => drain(base, database.pool, subscriberHandlers)
  const at = (email: string) => subscriberAt(ctx, place.page, email)
  return { ctx, ...place, post, subscribe, work, at }
}

test('as JSON and as a form: asked by mail, not yet subscribed, in Statuspage’s shape', async () => {
  const { ctx, page, post, subscribe, work, at, us, payments } = await setUp('both')
  const answer = await subscribe({ email: 'a@both.example', component_id: us })
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('access-control-allow-origin'), '*')
  assert.equal(answer.headers.get('set-cookie'), null)
  const said = (await answer.json()) as { page: object; email: string }
  assert.deepEqual(Object.keys(said), ['page', 'can_select_components', 'mode', 'email'])
  assert.deepEqual(Object.keys(said.page), ['id', 'name', 'url', 'time_zone', 'updated_at'])
  const form = new URLSearchParams([
    ['subscriber[email]', 'b@both.example'],
    ['subscriber[component_ids][]', us],
    ['subscriber[component_ids][]', payments],
  ])
  assert.equal((await post(form.toString(), 'application/x-www-form-urlencoded')).status, 200)
  await work()
  for (const [email, chosen] of [
    ['a@both.example', [us]],
    ['b@both.example', [us, payments].sort()],
  ] as const) {
    const subscriber = (await at(email))!
    assert.deepEqual([subscriber.state, subscriber.page_id], ['unconfirmed', page])
    assert.deepEqual(await choiceOf(ctx, subscriber), chosen)
  }
  const letters = await ctx.db.selectFrom('letters').select('id').where('org_id', '=', ctx.org).execute()
  assert.equal(letters.length, 2)
})

test('nobody learns whether an address is known', async () => {
  const { ctx, page, subscribe } = await setUp('oracle')
  await addSubscriber(ctx, { page, email: 'here@oracle.example', components: null, confirmed: true })
  await addSubscriber(ctx, { page, email: 'wait@oracle.example', components: null, confirmed: false })
  await suppress(ctx, { email: 'gone@oracle.example', reason: 'bounced' })
  const answers = []
  for (const name of ['here', 'wait', 'gone', 'new']) {
    const answer = await subscribe({ email: `${name}@oracle.example` })
    answers.push(`${answer.status} ${(await answer.text()).replace(`${name}@`, 'X@')}`)
  }
  assert.equal(new Set(answers).size, 1)
})

test('what is wrong is refused and named', async () => {
  const { post, subscribe } = await setUp('wrong')
  const pointers = async (answer: Response) => {
    const { errors } = (await answer.json()) as { errors: { pointer: string }[] }
    return [answer.status, ...errors.map(({ pointer }) => pointer)]
  }
  const email = 'a@wrong.example'
  assert.deepEqual(await pointers(await subscribe({ phone_number: '5551234', email })), [422, '/subscriber/email'])
  assert.deepEqual(await pointers(await subscribe({ incident_id: 'x', email })), [422, '/subscriber/incident_id'])
  assert.deepEqual(await pointers(await subscribe({})), [422, '/subscriber/email'])
  assert.deepEqual(await pointers(await post('{"subscriber":')), [400, ''])
  assert.equal((await subscribe({ email, component_ids: ['nothing'] })).status, 422)
  assert.equal((await subscribe({ email: 'no address' })).status, 422)
  assert.deepEqual(await pointers(await subscribe({ email: '', phone_number: '' })), [422, '/subscriber/email'])
  assert.equal((await subscribe({ email, phone_number: '', endpoint: '' })).status, 200)
  assert.equal((await post('x', 'text/plain')).status, 415)
})

test('ten from one place, counted with those of the form', async () => {
  const { subscribe } = await setUp('limit')
  const statuses = []
  for (let i = 0; i < 11; i++) statuses.push((await subscribe({ email: `n${i}@limit.example` })).status)
  assert.deepEqual(statuses, [...Array(10).fill(200), 429])
})

test('by telephone and by webhook, where the page offers them', async () => {
  const { ctx, page, subscribe, work } = await setUp('elsewhere')
  const rows = () =>
    ctx.db.selectFrom('subscribers').select(['channel', 'state', 'label']).where('page_id', '=', page).execute()
  const closed = await subscribe({ phone_number: '(415) 555-2671' })
  assert.equal(closed.status, 422)
  assert.equal((await subscribe({ endpoint: 'file:///etc/passwd' })).status, 422)
  assert.equal((await subscribe({ email: 'a@b.example', endpoint: 'https://hooks.customer.example/' })).status, 422)
  const asked = await subscribe({ endpoint: 'https://hooks.customer.example/status' })
  assert.equal(asked.status, 200)
  const { endpoint, secret } = (await asked.json()) as { endpoint: string; secret: string }
  assert.deepEqual([endpoint, /^whsec_/.test(secret)], ['https://hooks.customer.example/status', true])
  await createAccount(ctx, { kind: 'twilio-sms', key: 'sms', settings: twilioSms.sample.settings })
  await changeOffer(ctx, page, { countries: ['US'] })
  assert.equal((await subscribe({ phone_number: '030 901820', phone_country: 'de' })).status, 422)
  const called = await subscribe({ phone_number: '(415) 555-2671' })
  assert.equal(called.status, 200)
  assert.match(((await called.json()) as { handle: string }).handle, /^[\w-]{40,}$/)
  await work()
  assert.deepEqual((await rows()).map((row) => [row.channel, row.state, row.label]).sort(), [
    ['sms', 'unconfirmed', '+1 ••• ••71'],
    ['webhook', 'unconfirmed', 'hooks.customer.example/…'],
  ])
})
