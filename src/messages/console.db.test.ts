import assert from 'node:assert/strict'
import { test } from 'node:test'
import { receiveAlert } from '../alerts/receive.ts'
import { acme, addRule, alertOf } from '../test/acme.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { messagePages } from './console.ts'
import { createMessage } from './create.ts'
import { findMessage } from './find.ts'

const database = await testDatabase()

async function setUp(seed: string) {
  const { ctx } = await testContext(database, { seed })
  return { ctx, place: await acme(ctx), ...testConsole(ctx, messagePages) }
}

const slow = {
  key: 'slow-api',
  title: 'Slower responses from {{component.name}}',
  investigating: 'It has been slow since {{startedAt}}.\n\n<b>Really</b>',
  resolved: 'It lasted {{duration}}.',
  identified: '',
  monitoring: '',
}

test('a message is written with its values beside it and an example of what readers see', async () => {
  const { ctx, see, submit } = await setUp('write')
  shows(await see('/console/messages'), /No messages yet.*Add a message/s)
  shows(await see('/console/messages/new'), /\{\{alert\.labels\.&lt;name&gt;\}\}/)
  const to = await submit('/console/messages/new', slow)
  const page = await see(to)
  shows(page, /<h2 dir="auto">Slower responses from Web app<\/h2>/)
  shows(page, /It has been slow since 03:57 EST\./)
  shows(page, /It lasted 27 minutes\./)
  shows(page, /invented alert/)
  hides(page, /<b>Really/)
  assert.equal((await findMessage(ctx, 'slow-api')).identified, null)
})

test('the example follows what is typed, as a part or as a whole page, and saves nothing', async () => {
  const { ctx, app, send } = await setUp('preview')
  const { id } = await createMessage(ctx, slow)
  const whole = await (
    await send(`/console/messages/${id}/preview`, { ...slow, title: 'Now {{component.name}}' })
  ).text()
  shows(whole, /<h2 dir="auto">Now Web app<\/h2>/)
  shows(whole, /name="title"[^>]* value="Now \{\{component\.name\}\}"/)
  const part = await app.request(`/console/messages/${id}/preview`, {
    method: 'POST',
    body: new URLSearchParams({ ...slow, title: 'Part' }),
    headers: { host: 'status.test', origin: 'http://status.test', cookie: 'upfront=editor', 'x-part': 'preview' },
  })
  assert.match(await part.text(), /^<section class="sample" id="preview"/)
  assert.equal((await findMessage(ctx, id)).title, slow.title)
})

test('an unknown value is named beside its field, and the text is kept', async () => {
  const { refused } = await setUp('wrong')
  const page = await refused('/console/messages/new', { ...slow, title: 'On {{component.nmae}}', key: 'No Key' })
  shows(page, /id="f-title-error">\{\{component\.nmae\}\} is not a known value; did you mean \{\{component\.name\}\}/)
  shows(page, /id="f-key-error">/)
  shows(page, /It has been slow since \{\{startedAt\}\}\./)
})

test('the rule that uses it gives the example its alert, and keeps it from being removed', async () => {
  const { ctx, place, see, send, submit } = await setUp('used')
  const rule = await addRule(ctx, place.page, { mode: 'record', component: place.payments, nextUpdateEvery: 600 })
  await receiveAlert(ctx, place.source, null, alertOf('k', 'firing', { title: 'Cards fail' }))
  const { message_id } = await ctx.db
    .selectFrom('rules')
    .select('message_id')
    .where('id', '=', rule)
    .executeTakeFirstOrThrow()
  const page = await see(`/console/messages/${message_id}`)
  shows(page, /Slower responses from Card payments/)
  shows(page, /last alert: Cards fail/)
  shows(page, /post again by 04:10 EST/)
  shows(page, /cannot be removed while 1 rule speaks with it/)
  assert.equal((await send(`/console/messages/${message_id}/remove`)).status, 409)
  await submit(`/console/messages/${(await createMessage(ctx, slow)).id}/remove`)
  hides(await see('/console/messages'), /slow-api/)
})

test('a file’s message is read-only', async () => {
  const { ctx, see, send } = await setUp('managed')
  const { id } = await createMessage({ ...ctx, actor: { kind: 'file', name: 'upfront.yaml' } }, slow)
  const page = await see(`/console/messages/${id}`)
  shows(page, /comes from <code>upfront\.yaml/)
  hides(page, /<textarea|Remove it/)
  assert.equal((await send(`/console/messages/${id}`, { ...slow, title: 'x' })).status, 409)
  hides(await see(`/console/messages/${id}`, 'viewer'), /<textarea/)
})
