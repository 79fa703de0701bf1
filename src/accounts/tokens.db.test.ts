import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Forbidden } from '../lib/errors.ts'
import { testDatabase } from '../test/database.ts'
import { installation } from '../test/installation.ts'
import { ensureAdminToken } from './admin-token.ts'
import { mayBeToken } from './token-format.ts'
import { createToken, findByToken } from './tokens.ts'

const { app, ctx, base, clock, tokens } = await installation(await testDatabase())

const call = (path: string, { token = tokens.admin, method = 'GET', body = null as string | null } = {}) =>
  app.request(path, { method, body, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } })

async function make(fields: Record<string, unknown>) {
  const response = await call('/api/v1/tokens', { method: 'POST', body: JSON.stringify(fields) })
  return { status: response.status, made: (await response.json()) as { id: string; token: string; prefix: string } }
}

test('a token is told once, and only its hash is kept', async () => {
  const { status, made } = await make({ name: 'CI', role: 'editor' })
  assert.equal(status, 201)
  assert.match(made.token, /^up_[\w-]{49}$/)
  assert.equal(made.token.startsWith(made.prefix), true)
  assert.equal((await call('/api/v1/me', { token: made.token })).status, 200)
  const list = await (await call('/api/v1/tokens')).text()
  const kept = await ctx.db.selectFrom('api_tokens').selectAll().execute()
  const events = await ctx.db.selectFrom('events').selectAll().execute()
  assert.equal(`${list}${JSON.stringify([kept, events])}`.includes(made.token.slice(12)), false)
})

test('a mistyped token is known without the database', () => {
  assert.equal(mayBeToken(tokens.owner), true)
  assert.equal(mayBeToken(`${tokens.owner.slice(0, -1)}~`), false)
  assert.equal(mayBeToken(tokens.owner.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'))), false)
  assert.equal(mayBeToken('chosen-by-the-operator'), true)
})

test('a revoked token opens nothing from the next request on', async () => {
  const { made } = await make({ name: 'gone', role: 'viewer' })
  assert.equal((await call(`/api/v1/tokens/${made.id}`, { method: 'DELETE' })).status, 204)
  assert.equal((await call('/api/v1/me', { token: made.token })).status, 401)
  assert.equal((await call(`/api/v1/tokens/${made.id}`, { method: 'DELETE' })).status, 404)
})

test('a token ends when it says', async () => {
  const expiresAt = new Date(clock.now().getTime() + 60_000).toISOString()
  const { made } = await make({ name: 'short', role: 'viewer', expiresAt })
  assert.equal((await call('/api/v1/me', { token: made.token })).status, 200)
  clock.advance(60_000)
  assert.equal((await call('/api/v1/me', { token: made.token })).status, 401)
  assert.equal((await make({ name: 'past', role: 'viewer', expiresAt })).status, 422)
})

test('an admin makes no owner of themselves', async () => {
  assert.equal((await make({ name: 'up', role: 'owner' })).status, 403)
  await assert.rejects(
    createToken({ ...ctx, actor: { kind: 'reader', name: 'x' } }, { name: 'x', role: 'viewer' }),
    Forbidden,
  )
  const owners = await ctx.db
    .selectFrom('api_tokens')
    .select('id')
    .where('name', '=', 'owner')
    .executeTakeFirstOrThrow()
  assert.equal((await call(`/api/v1/tokens/${owners.id}`, { method: 'DELETE' })).status, 403)
  assert.equal((await call('/api/v1/me', { token: tokens.owner })).status, 200)
})

test('a token belongs in its header alone', async () => {
  for (const name of ['token', 'access_token', 'api_key']) {
    const response = await app.request(`/api/v1/me?${name}=${tokens.owner}`)
    assert.equal(response.status, 401)
    assert.equal((await call(`/api/v1/me?${name}=x`)).status, 422)
  }
  const basic = await app.request('/api/v1/me', { headers: { authorization: `Basic ${tokens.owner}` } })
  assert.equal(basic.status, 401)
})

test("the environment's token is an owner's, until it is another or none", async () => {
  const role = async (token: string) => (await findByToken(base, token))?.actor
  await ensureAdminToken(ctx, 'chosen-by-us')
  await ensureAdminToken(ctx, 'chosen-by-us')
  assert.equal((await role('chosen-by-us'))?.kind, 'token')
  await ensureAdminToken(ctx, 'another-one')
  assert.deepEqual([await role('chosen-by-us'), (await role('another-one'))?.name], [undefined, 'UPFRONT_ADMIN_TOKEN'])
  await ensureAdminToken(ctx, 'chosen-by-us')
  assert.equal((await role('chosen-by-us'))?.kind, 'token')
  await ensureAdminToken(ctx, null)
  assert.equal(await role('chosen-by-us'), undefined)
  const kept = await ctx.db
    .selectFrom('api_tokens')
    .selectAll()
    .where('created_by', '=', 'UPFRONT_ADMIN_TOKEN')
    .execute()
  assert.deepEqual(
    kept.map(({ prefix }) => prefix),
    ['env', 'env'],
  )
})
