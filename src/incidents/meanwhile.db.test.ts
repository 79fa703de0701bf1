import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InvalidInput } from '../lib/errors.ts'
import { acme } from '../test/acme.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { incidentRoutes } from './api.ts'
import { incidentPages } from './console.ts'
import { openIncident } from './open.ts'
import { postUpdate } from './post-update.ts'
import { incidentShape } from './shape.ts'

const database = await testDatabase()

async function setUp(seed: string) {
  const { ctx, clock } = await testContext(database, { seed })
  const { page } = await acme(ctx)
  const first = { page, title: 'Card payments fail', status: 'investigating', body: 'Some are refused.' }
  const { id, update } = await openIncident(ctx, first)
  const bob = { ...ctx, actor: { kind: 'user', id: 'bob', name: 'Bob', role: 'editor' } } as const
  const texts = async () => (await incidentShape(ctx, id)).updates.map(({ body }) => body)
  const at = `/console/incidents/${id}`
  return {
    ctx,
    bob,
    clock,
    id,
    page,
    first: update.id,
    texts,
    at: at,
    ...testConsole(ctx, [...incidentPages, ...incidentRoutes]),
  }
}

const afterIn = (page: string) => /name="after" value="([^"]+)"/.exec(page)?.[1] ?? ''
const typed = { status: 'identified', body: 'We know **why**.', next: '60', notify: 'on' }

test('what a colleague posted meanwhile is shown with what was typed, and can be posted over', async () => {
  const { bob, clock, id, first, texts, at, see, refused, submit } = await setUp('meanwhile')
  const after = afterIn(await see(at))
  assert.equal(after, first)
  clock.advance(60_000)
  const theirs = await postUpdate(bob, id, { status: 'monitoring', body: 'It is mended, we watch.' })
  const page = await refused(`${at}/updates`, { ...typed, after }, 409)
  shows(page, /Bob posted meanwhile\./)
  shows(page, /Posted while you wrote.*Monitoring.*Bob.*It is mended, we watch\./s)
  shows(page, /We know \*\*why\*\*\.<\/textarea>/)
  shows(page, /name="next" value="60" checked/)
  shows(page, /data-posts="compose">Post anyway and tell/)
  assert.equal((await texts()).length, 2)
  assert.equal(afterIn(page), theirs.id)
  await submit(`${at}/updates`, { ...typed, after: afterIn(page), anyway: '1' })
  assert.deepEqual(await texts(), ['We know **why**.', 'It is mended, we watch.', 'Some are refused.'])
})

test('who has seen the newest post is not asked; a second press of the button posts nothing twice', async () => {
  const { texts, at, see, submit, refused } = await setUp('newest')
  const page = await see(at)
  hides(page, /Posted while you wrote|anyway/)
  const fields = { ...typed, after: afterIn(page) }
  await submit(`${at}/updates`, fields)
  shows(await refused(`${at}/updates`, fields, 409), /Posted while you wrote.*We know/s)
  assert.equal((await texts()).length, 2)
})

test('a program is asked only where it says what it has seen', async () => {
  const { app, bob, id, first, texts } = await setUp('program')
  await postUpdate(bob, id, { status: 'identified', body: 'Known.' })
  const post = (fields: object) =>
    app.request(`/api/v1/incidents/${id}/updates`, {
      method: 'POST',
      headers: {
        host: 'status.test',
        origin: 'http://status.test',
        cookie: 'upfront=editor',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ status: 'monitoring', body: 'Watching.', ...fields }),
    })
  const refused = await post({ after: first })
  assert.equal(refused.status, 409)
  assert.match(await refused.text(), /Bob posted meanwhile\./)
  assert.equal((await texts()).length, 2)
  assert.equal((await post({})).status, 201)
  assert.equal((await texts()).length, 3)
})

test('what is no update of the incident was never seen: that is a mistake, and no news', async () => {
  const { ctx, page, id, first, texts } = await setUp('never')
  const other = await openIncident(ctx, { page, title: 'Mail', status: 'investigating', body: 'Late.' })
  for (const after of ['', 'nope', other.update.id])
    await assert.rejects(
      postUpdate(ctx, id, { status: 'monitoring', body: 'Watching.', after }),
      (error) => error instanceof InvalidInput && error.problems[0]?.pointer === '/after',
    )
  await postUpdate(ctx, id, { status: 'monitoring', body: 'Watching.', after: first })
  assert.equal((await texts()).length, 2)
})
