import assert from 'node:assert/strict'
import { test } from 'node:test'
import { receiveAlert } from '../alerts/receive.ts'
import type { Context } from '../lib/context.ts'
import { sources } from '../sources/index.ts'
import { acme, addRule, alertOf } from '../test/acme.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { sourcePages } from './console.ts'
import { createSource } from './create.ts'
import { findSource, hookUrl } from './find.ts'
import { openSettings } from './settings.ts'

const database = await testDatabase()

async function setUp(seed: string) {
  const { ctx, clock } = await testContext(database, { seed })
  return { ctx, clock, ...testConsole(ctx, sourcePages) }
}

const asFile = (ctx: Context): Context => ({ ...ctx, actor: { kind: 'file', name: 'upfront.yaml' } })

test('a source is chosen by its vendor, added, and shows its address with a line to try', async () => {
  const { ctx, see, submit } = await setUp('add')
  shows(await see('/console/sources'), /No way in yet.*Add a source/s)
  const cards = await see('/console/sources/new')
  for (const { kind, name } of sources) shows(cards, new RegExp(`new/${kind}"><strong>${name}`))
  const form = await see('/console/sources/new/alertmanager')
  shows(form, /name="key"[^>]* value="alertmanager"/)
  const to = await submit('/console/sources/new/alertmanager', { name: 'Ours', key: 'am', silentAfter: '2h' })
  const page = await see(to)
  const url = hookUrl(ctx, await findSource(ctx, 'am'))
  shows(page, /<h1 dir="auto">Ours<\/h1>/)
  assert.ok(page.includes(`data-copy="${url}"`))
  assert.ok(page.includes(`curl &#39;${url}&#39;`))
  shows(page, /Nothing has arrived from it/)
  shows(await see('/console/sources/new/alertmanager'), /name="key"[^>]* value="alertmanager"/)
  const viewer = await see(to, 'viewer')
  assert.ok(!viewer.includes(url))
  hides(viewer, /Remove|Mute for/)
})

test('what is wrong stands beside its field, and nothing typed is lost', async () => {
  const { refused, see, submit, ctx } = await setUp('wrong')
  const page = await refused('/console/sources/new/json', {
    name: 'Mine',
    key: 'Not A Key',
    'settings.key': 'x'.repeat(2001),
    silentAfter: 'soon',
  })
  shows(page, /id="f-key-error">Expected lower-case letters/)
  shows(page, /id="f-silentAfter-error">Expected a duration/)
  shows(page, /value="Not A Key"/)
  shows(page, /name="name"[^>]* value="Mine"/)
  const long = await refused('/console/sources/new/json', {
    name: 'Mine',
    key: 'mine',
    'settings.key': 'x'.repeat(2001),
  })
  shows(long, /id="f-settings\.key-error">/)
  await submit('/console/sources/new/json', { name: 'Mine', key: 'mine' })
  shows(await refused('/console/sources/new/json', { name: 'B', key: 'mine' }, 409), /already a source with the key/)
  assert.deepEqual(openSettings(ctx, await findSource(ctx, 'mine')), {})
  shows(await see('/console/sources/new/json'), /name="settings.state"[^>]* value="state"/)
})

test('a payload is tried with the settings in the form, without effect', async () => {
  const { ctx, send } = await setUp('try')
  const attempt = async (fields: Record<string, string>) => {
    const response = await send('/console/sources/new/json/try', fields)
    assert.equal(response.status, 200)
    return response.text()
  }
  const mapping = { 'settings.key': 'check.id', 'settings.state': 'check.is', 'settings.title': '"Queue " & check.id' }
  const good = await attempt({ ...mapping, name: 'N', payload: '{"check":{"id":"q1","is":"down"}}' })
  shows(good, /It becomes one alert\..*<h3>Queue q1<\/h3>.*Firing/s)
  shows(good, /name="settings.key"[^>]* value="check.id"/)
  shows(
    await attempt({ ...mapping, payload: '{"check":{"id":"q1","is":"blue"}}' }),
    /<code>\/check\/is<\/code>: expected a state/,
  )
  shows(await attempt({ payload: '<xml>' }), /It could not be understood/)
  assert.equal((await ctx.db.selectFrom('sources').select('id').where('org_id', '=', ctx.org).execute()).length, 0)
})

test('a secret is never shown again, kept when left empty, and forgotten when asked', async () => {
  const { ctx, see, submit } = await setUp('secret')
  const to = await submit('/console/sources/new/pagerduty', {
    name: 'PD',
    key: 'pd',
    'settings.secret': 'hush-hush-1f3c',
  })
  const secret = async () => openSettings(ctx, await findSource(ctx, 'pd')).secret
  const form = await see(`${to}/edit`)
  shows(form, /••••1f3c/)
  assert.ok(!form.includes('hush-hush'))
  await submit(`${to}/edit`, { name: 'PD 2', 'settings.secret': '' })
  assert.equal(await secret(), 'hush-hush-1f3c')
  assert.equal((await findSource(ctx, 'pd')).name, 'PD 2')
  await submit(`${to}/edit`, { name: 'PD 2', 'settings.secret': '', 'forget.secret': 'on' })
  assert.equal(await secret(), undefined)
})

test('a source is muted for a time, and speaks again', async () => {
  const { ctx, clock, see, submit } = await setUp('mute')
  await createSource(ctx, { key: 'am', kind: 'alertmanager' })
  const to = await submit('/console/sources/am/mute', { for: '4h' })
  shows(await see(to), /Muted until <time[^>]*>13:00 UTC/)
  shows(await see('/console/sources'), /Muted/)
  await submit('/console/sources/am/mute', { for: '' })
  shows(await see(to), /Mute for/)
  await submit('/console/sources/am/mute', { for: '30m' })
  clock.advance(31 * 60_000)
  shows(await see(to), /Mute for/)
})

test('a token is rotated with a grace, and a source removed with what goes', async () => {
  const { ctx, see, submit } = await setUp('rotate')
  await createSource(ctx, { key: 'am', kind: 'alertmanager' })
  const before = hookUrl(ctx, await findSource(ctx, 'am'))
  const to = await submit('/console/sources/am/rotate', { grace: '24h' })
  assert.notEqual(hookUrl(ctx, await findSource(ctx, 'am')), before)
  shows(await see(to), /still works until <time[^>]*>6 March, 09:00 UTC/)
  await submit('/console/sources/am/rotate', { grace: '0' })
  hides(await see(to), /still works/)
  shows(await see(to), /0 arrivals in the inbox and 0 alerts go with it/)
  await submit('/console/sources/am/remove')
  shows(await see('/console/sources'), /No way in yet/)
})

test('removing a source names the open incidents that nothing else would end, and asks a person to', async () => {
  const { ctx, see, submit } = await setUp('lost')
  const place = await acme(ctx)
  await addRule(ctx, place.page, { component: place.us, mode: 'auto', match: { key: 'a' } })
  await addRule(ctx, place.page, { component: place.eu, mode: 'hold', match: { key: 'b' }, position: 1 })
  const { incident } = await receiveAlert(ctx, place.source, null, alertOf('a', 'firing'))
  await receiveAlert(ctx, place.source, null, alertOf('b', 'firing'))
  shows(
    await see('/console/sources/am'),
    new RegExp(
      `1 draft about its alerts is cancelled\\. Incidents stay, but this one loses its recoveries, and a person is asked to end it: <a href="/console/incidents/${incident}"><bdi>Slower responses from API · US</bdi></a>`,
    ),
  )
  await submit('/console/sources/am/remove')
  const drafts = await ctx.db
    .selectFrom('drafts')
    .select(['kind', 'state'])
    .where('org_id', '=', ctx.org)
    .where('state', '<>', 'published')
    .orderBy('kind')
    .execute()
  assert.deepEqual(drafts, [
    { kind: 'opening', state: 'cancelled' },
    { kind: 'recovery', state: 'awaiting_approval' },
  ])
})

test('what a file sets is read-only, with the reason', async () => {
  const { ctx, see, send } = await setUp('managed')
  await createSource(asFile(ctx), { key: 'am', kind: 'alertmanager' })
  const page = await see('/console/sources/am')
  shows(page, /This comes from <code>upfront\.yaml<\/code>/)
  hides(page, /Edit its settings|Remove/)
  shows(page, /Mute for/)
  assert.equal((await send('/console/sources/am/edit', { name: 'x' })).status, 409)
  assert.equal((await send('/console/sources/am/remove')).status, 409)
})
