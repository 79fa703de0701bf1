import assert from 'node:assert/strict'
import { test } from 'node:test'
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
