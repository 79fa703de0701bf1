import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { acme } from '../../test/acme.ts'
import { testContext } from '../../test/context.ts'
import { testDatabase } from '../../test/database.ts'
import { sayPlace, sayPublished } from './places.ts'
import { untilPublished } from './wait.ts'

const database = await testDatabase()
const bucket = { id: 'bucket https://store.example/acme', kind: 'bucket' } as const

async function stage(seed: string) {
  const { ctx } = await testContext(database, { seed })
  const { page } = await acme(ctx)
  await database.db.deleteFrom('publishing_places').execute()
  const { version } = await ctx.db
    .selectFrom('pages')
    .select('version')
    .where('id', '=', page)
    .executeTakeFirstOrThrow()
  return { ctx, page, version }
}

test('nobody is waited for where there is nobody', async () => {
  const { ctx, page } = await stage('none')
  assert.equal(await untilPublished(ctx, page, 0), true)
})

test('who is told waits until the page is there, and no longer than was said', async () => {
  const { ctx, page, version } = await stage('behind')
  await sayPlace(ctx.db, bucket, null)
  assert.equal(await untilPublished(ctx, page, 0), false)
  let told = false
  const waiting = untilPublished(ctx, page, 60).then((answer) => {
    told = true
    return answer
  })
  await sayPublished(ctx.db, bucket.id, [{ page, version: version - 1 }])
  await wait(200)
  assert.equal(told, false)
  await sayPublished(ctx.db, bucket.id, [{ page, version }])
  assert.equal(await waiting, true)
})

test('what fails, or has not been heard for long, is not waited for', async () => {
  const { ctx, page } = await stage('failing')
  await sayPlace(ctx.db, bucket, 'answered 503')
  assert.equal(await untilPublished(ctx, page, 0), true)
  await sayPlace(ctx.db, bucket, null)
  assert.equal(await untilPublished(ctx, page, 0), false)
  await sql`update publishing_places set seen_at = now() - interval '16 seconds'`.execute(ctx.db)
  assert.equal(await untilPublished(ctx, page, 0), true)
})
