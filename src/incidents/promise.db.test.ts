import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acme } from '../test/acme.ts'
import { testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { incidentRoutes } from './api.ts'
import { changePages } from './console-change.ts'
import { findIncident } from './find.ts'
import { openIncident } from './open.ts'

const { ctx, clock } = await testContext(await testDatabase())
const { page } = await acme(ctx)
const { app, submit } = testConsole(ctx, [...changePages, ...incidentRoutes])
const post = { status: 'investigating', body: 'On it.' }
const inMinutes = (minutes: number) => new Date(ctx.now().getTime() + minutes * 60_000)

async function send(method: string, path: string, fields: object) {
  const answer = await app.request(`/api/v1/incidents${path}`, {
    method,
    headers: {
      host: 'status.test',
      origin: 'http://status.test',
      cookie: 'upfront=editor',
      'content-type': 'application/json',
    },
    body: JSON.stringify(fields),
  })
  const { errors } = (await answer.json()) as { errors?: { pointer: string }[] }
  return [answer.status, errors?.[0]?.pointer]
}

test('a program promises no update for a time that has passed', async () => {
  const { id } = await openIncident(ctx, { page, title: 'Slow', ...post })
  const calls: [string, string, object][] = [
    ['POST', '', { page, title: 'Slow', ...post }],
    ['POST', `/${id}/updates`, post],
    ['PATCH', `/${id}`, {}],
  ]
  for (const [method, path, fields] of calls) {
    for (const nextUpdateAt of [inMinutes(-1), inMinutes(0)])
      assert.deepEqual(await send(method, path, { ...fields, nextUpdateAt }), [422, '/nextUpdateAt'])
    const [status] = await send(method, path, { ...fields, nextUpdateAt: inMinutes(1) })
    assert.equal(status, method === 'POST' ? 201 : 200)
  }
})

test('the title is changed while a promise is overdue, and the promise stays as it was', async () => {
  const { id } = await openIncident(ctx, { page, title: 'Slow', ...post, nextUpdateAt: inMinutes(15.5) })
  const before = (await findIncident(ctx, id)).next_update_at
  clock.advance(3_600_000)
  const form = await app.request(`/console/incidents/${id}/change`, {
    headers: { host: 'status.test', cookie: 'upfront=editor' },
  })
  const nextUpdateAt = /name="nextUpdateAt"[^>]* value="([^"]+)"/.exec(await form.text())?.[1] ?? ''
  assert.match(nextUpdateAt, /T/)
  await submit(`/console/incidents/${id}/change`, { title: 'Very slow', nextUpdateAt })
  const { title, next_update_at } = await findIncident(ctx, id)
  assert.deepEqual([title, next_update_at], ['Very slow', before])
})
