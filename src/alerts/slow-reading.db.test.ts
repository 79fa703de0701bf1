import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { createSource } from '../hooks/create.ts'
import { hookUrl } from '../hooks/find.ts'
import type { Outbound } from '../lib/outbound.ts'
import { cloudwatch } from '../sources/cloudwatch.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { testWeb } from '../test/web.ts'
import { mount } from '../web/mount.ts'
import { hookRoute } from './hook.ts'

const database = await testDatabase()

test('messages that take long to read hold up no other source', async () => {
  const { ctx, base } = await testContext(database, { seed: 'slow reading' })
  const asked = Promise.withResolvers<void>()
  const answered = Promise.withResolvers<void>()
  const http: Outbound = async () => {
    asked.resolve()
    await answered.promise
    return { status: 404, headers: {}, body: Buffer.alloc(0) }
  }
  const app = mount(testWeb({ base: { ...base, http } }), [hookRoute()])
  const sourceOf = async (key: string, kind: string) => {
    const source = await createSource(ctx, { key, kind, settings: {} })
    const { pathname } = new URL(hookUrl(ctx, source))
    return async (body: string) => app.request(`http://status.test${pathname}`, { method: 'POST', body })
  }
  const slow = await sourceOf('slow', 'cloudwatch')
  const quick = await sourceOf('quick', 'alertmanager')
  const reading = Array.from({ length: 8 }, () => slow(cloudwatch.sample.body))
  await asked.promise
  const heldUp = new AbortController()
  const first = await Promise.race([
    quick('{"version":"4","alerts":[]}').then(({ status }) => status),
    wait(20_000, 'held up', { signal: heldUp.signal }).catch(() => 'not'),
  ])
  heldUp.abort()
  answered.resolve()
  await Promise.all(reading)
  assert.equal(first, 202)
})
