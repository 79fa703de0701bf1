import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { createSource } from '../hooks/create.ts'
import { hookUrl } from '../hooks/find.ts'
import { testDatabase } from '../test/database.ts'
import { installation } from '../test/installation.ts'

const { ctx, app } = await installation(await testDatabase())

/** What the inbox gives as the reason for the arrival that this makes. */
async function reasonOf(kind: string, body: string) {
  const source = await createSource(ctx, { key: `${kind}-${body.length}`, kind, settings: {} })
  await app.request(new URL(hookUrl(ctx, source)).pathname, { method: 'POST', body })
  const arrival = await ctx.db.selectFrom('arrivals').select('reason').where('source_id', '=', source.id).execute()
  return arrival[0]?.reason
}

test('the inbox says once what is wrong, and where', async () => {
  assert.equal(await reasonOf('newrelic', ''), 'The body: expected JSON, found nothing')
  assert.match((await reasonOf('newrelic', '{}')) ?? '', /^\/id: expected the id of the issue or incident[^\n]*$/)
})

test('a packed body is unpacked to be read, and kept as it came; what it says wrongly of itself is named', async () => {
  const source = await createSource(ctx, { key: 'packed', kind: 'json', settings: {} })
  const path = new URL(hookUrl(ctx, source)).pathname
  const post = async (encoding: string, body: Buffer<ArrayBuffer>) => {
    const answer = await app.request(path, { method: 'POST', body, headers: { 'content-encoding': encoding } })
    const said = (await answer.json()) as { detail?: string; alerts?: { key: string }[] }
    return `${answer.status} ${said.detail ?? said.alerts?.[0]?.key}`
  }
  const alert = (key: string) => Buffer.from(JSON.stringify({ key, state: 'firing', title: 'Slow' }))
  const gzip = gzipSync(alert('gzip'))
  assert.deepEqual(
    [
      await post('gzip', gzip),
      await post('Deflate', deflateSync(alert('deflate'))),
      await post('br', brotliCompressSync(alert('br'))),
      await post('zstd', zstdCompressSync(alert('zstd'))),
      await post('identity', alert('plain')),
    ],
    ['202 gzip', '202 deflate', '202 br', '202 zstd', '202 plain'],
  )
  const kept = await ctx.db.selectFrom('arrivals').select('body').where('source_id', '=', source.id).execute()
  assert.ok(kept.some(({ body }) => body.equals(gzip)))
  assert.equal(await post('gzip', alert('x')), '400 The body: expected gzip, as its Content-Encoding says')
  assert.match(
    await post('rot13', alert('x')),
    /^400 The body: expected no Content-Encoding, or one of gzip.*found rot13$/,
  )
  assert.equal(
    await post('gzip', gzipSync(Buffer.alloc(2 ** 21, ' '))),
    '400 The body: expected at most 1048576 bytes once unpacked',
  )
})
