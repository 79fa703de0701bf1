import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Conflict, InvalidInput } from '../lib/errors.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { changeSource } from './change.ts'
import { createSource } from './create.ts'
import { findSource, findSourceByToken, hookUrl, tokenOf } from './find.ts'
import { removeSource } from './remove.ts'
import { rotateToken } from './rotate-token.ts'
import { NewSource } from './schema.ts'
import { openSettings } from './settings.ts'

const { ctx, base, clock } = await testContext(await testDatabase())
const hour = 3600_000

test('a source gets a token of 32 characters that nobody can read from the table', async () => {
  const source = await createSource(ctx, { key: 'am', kind: 'alertmanager' })
  const token = tokenOf(ctx, source)
  assert.match(token, /^[\w-]{32}$/)
  assert.equal(hookUrl(ctx, source), `http://status.test/hooks/alertmanager/${token}`)
  assert.equal(source.name, 'Prometheus Alertmanager')
  const stored = Object.values(source).map((value) =>
    Buffer.isBuffer(value) ? value.toString('latin1') : String(value),
  )
  assert.doesNotMatch(stored.join(), new RegExp(token))
})

test('the old token works until its time has come', async () => {
  const source = await createSource(ctx, { key: 'rotating', kind: 'newrelic', token: 'first-token-0123456789' })
  await rotateToken(ctx, 'rotating', { token: 'second-token-0123456789' })
  const works = async (token: string) => (await findSourceByToken(base, 'newrelic', token))?.id === source.id
  assert.deepEqual([await works('first-token-0123456789'), await works('second-token-0123456789')], [true, true])
  clock.advance(24 * hour)
  assert.deepEqual([await works('first-token-0123456789'), await works('second-token-0123456789')], [false, true])
  await rotateToken(ctx, 'rotating', { oldWorksUntil: ctx.now().toISOString() })
  assert.equal(await works('second-token-0123456789'), false)
  await assert.rejects(rotateToken(ctx, 'rotating', { oldWorksUntil: '2099-01-01T00:00:00Z' }), InvalidInput)
})

test('settings are checked, sealed, and named but not shown in events', async () => {
  const secret = 'pagerduty-secret-nobody-may-see'
  const source = await createSource(ctx, { key: 'pd', kind: 'pagerduty', settings: { secret } })
  assert.deepEqual(openSettings(ctx, source), { secret })
  assert.doesNotMatch(source.settings_sealed?.toString('latin1') ?? '', /nobody-may-see/)
  await changeSource(ctx, 'pd', { settings: { secret: `${secret}-2` }, silentAfter: '2h' })
  const events = await ctx.db.selectFrom('events').select('data').where('subject_id', '=', source.id).execute()
  assert.doesNotMatch(JSON.stringify(events), /nobody-may-see/)
  assert.deepEqual(events.at(-1)?.data, {
    key: 'pd',
    changes: { silentAfter: { from: null, to: '2h' } },
    settings: ['secret'],
  })
  await assert.rejects(
    changeSource(ctx, 'pd', { settings: { secert: 'x' } }),
    (error) => error instanceof InvalidInput && error.problems[0]?.pointer === '/settings/secert',
  )
})

test('a key or a token is used once, a kind must exist', async () => {
  await assert.rejects(createSource(ctx, { key: 'am', kind: 'json' }), Conflict)
  assert.match(
    NewSource.safeParse({ key: 'x', kind: 'nagios' }).error?.issues[0]?.message ?? '',
    /expected one of alertmanager/,
  )
  assert.equal(NewSource.safeParse({ key: 'x', kind: 'json', token: 'short' }).success, false)
  assert.equal(NewSource.safeParse({ key: 'x', kind: 'json', token: '../../etc/passwd-x' }).success, false)
})

test('a removed source has no address', async () => {
  const source = await createSource(ctx, { key: 'gone', kind: 'datadog' })
  await removeSource(ctx, 'gone')
  assert.equal(await findSourceByToken(base, 'datadog', tokenOf(ctx, source)), undefined)
  await assert.rejects(findSource(ctx, 'gone'), /source not found/)
})
