import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acme } from '../test/acme.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { channelAccountPages } from './console.ts'
import { accountSettings, findAccount } from './find.ts'
import { accountKinds } from './kinds.ts'

const database = await testDatabase()
const url = 'smtp://upfront:nobody-may-see@mail.acme.example:587'

async function setUp(seed: string) {
  const { ctx, clock } = await testContext(database, { seed })
  await acme(ctx)
  return { ctx, clock, ...testConsole(ctx, channelAccountPages) }
}

test('every kind has its card and a form made of what it asks for', async () => {
  const { see } = await setUp('cards')
  shows(await see('/console/channels'), /No account is connected yet/)
  const cards = await see('/console/channels/new')
  for (const { kind, name } of accountKinds()) {
    assert.ok(cards.includes(`new/${kind}"><strong>`), kind)
    const form = await see(`/console/channels/new/${kind}`)
    assert.ok(form.includes(`Connect ${name.replaceAll('&', '&amp;')}</h1>`), kind)
    shows(form, /name="settings\./)
  }
})

test('an account is connected, tried, switched off and disconnected, and its secret stays inside', async () => {
  const { ctx, see, submit, refused } = await setUp('life')
  const fields = {
    name: 'Our mail',
    key: 'mail',
    price: '0,001 eur',
    'settings.url': url,
    'settings.from': 'a@acme.example',
  }
  const to = await submit('/console/channels/new/smtp', fields)
  const page = await see(to)
  shows(page, /Our mail/)
  shows(page, /0\.001 EUR/)
  const edit = await see(`${to}/edit`)
  shows(edit, /Set: <code>••••:587<\/code>/)
  for (const text of [page, edit, await see('/console/channels')]) hides(text, /nobody-may-see/)
  await submit(`${to}/edit`, { ...fields, 'settings.url': '', price: '' })
  assert.equal(accountSettings(ctx, await findAccount(ctx, 'mail')).url, url)
  shows(await refused(`${to}/test`, { 'target.email': 'nowhere' }), /id="f-target\.email-error">Expected one address/)
  shows(
    await refused('/console/channels/new/smtp', { ...fields, price: 'cheap' }),
    /id="f-price-error">Expected an amount/,
  )
  await submit(`${to}/enable`, { enabled: 'no' })
  shows(await see('/console/channels'), /Switched off/)
  await submit(`${to}/remove`)
  shows(await see('/console/channels'), /No account is connected yet/)
})
