import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { changeIncident } from './change.ts'
import { findIncident } from './find.ts'
import { openIncident } from './open.ts'

const database = await testDatabase()

test('a title ends where it ends: nothing in it turns the direction of what follows', async () => {
  const { ctx } = await testContext(database)
  const { page } = await acme(ctx)
  const { id } = await openIncident(ctx, { page, title: 'Slow \u202eIPA', status: 'investigating', body: 'b' })
  assert.equal((await findIncident(ctx, id)).title, 'Slow IPA')
  await changeIncident(ctx, id, { title: '\u2067تعطّل\u202e API' })
  assert.equal((await findIncident(ctx, id)).title, 'تعطّل API')
})
