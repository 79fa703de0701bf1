import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acme } from '../test/acme.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { closeNotice } from './close-notice.ts'
import { incidentPages } from './console.ts'
import { openIncident } from './open.ts'
import { incidentShape } from './shape.ts'

const database = await testDatabase()
const path = '/console/incidents'

async function setUp(seed: string) {
  const { ctx } = await testContext(database, { seed })
  return { ctx, place: await acme(ctx), ...testConsole(ctx, incidentPages) }
}

const text = { title: 'Our webhook addresses change', body: 'From 1 March they come from new addresses.', notify: 'on' }
const notice = (page: string) => ({ ...text, page, kind: 'notice', status: 'posted' })

test('a notice is written without phases, promises and components', async () => {
  const { ctx, place, see, submit, refused } = await setUp('write')
  shows(await see(path), /href="\/console\/incidents\/new\?kind=notice">Post a notice/)
  const form = await see(`${path}/new?kind=notice`)
  shows(form, /<h1[^>]*>Post a notice.*name="kind" value="notice".*name="status" value="posted"/s)
  shows(form, /data-posts="compose">Post and tell/)
  hides(form, /Phase|Next update promised|<legend>Components/)
  const again = await refused(`${path}/new`, { ...notice(place.page), title: '' })
  shows(again, /<h1[^>]*>Post a notice.*name="kind" value="notice".*From 1 March/s)
  const to = await submit(`${path}/new`, notice(place.page))
  const made = await incidentShape(ctx, to.split('/').at(-1)!)
  assert.deepEqual([made.kind, made.status, made.resolvedAt], ['notice', 'posted', null])
})

test('a phase does not fit a notice', async () => {
  const { place, refused } = await setUp('phase')
  const page = await refused(`${path}/new`, { ...notice(place.page), status: 'resolved' })
  shows(page, /Expected one of posted/)
})

test('a notice is closed by hand, once; another post opens it again', async () => {
  const { ctx, place, see, submit } = await setUp('close')
  const to = await submit(`${path}/new`, notice(place.page))
  const id = to.split('/').at(-1)!
  shows(await see(to), /Close this notice\?/)
  await submit(`${to}/close`)
  const closed = await incidentShape(ctx, id)
  assert.ok(closed.resolvedAt)
  const page = await see(to)
  shows(page, /Closed notice/)
  shows(page, /closed it/)
  hides(page, /Close this notice\?/)
  assert.deepEqual((await closeNotice(ctx, id)).resolved_at, closed.resolvedAt)
  await submit(`${to}/updates`, { status: 'posted', body: 'It is put off to April.', notify: 'on' })
  assert.equal((await incidentShape(ctx, id)).resolvedAt, null)
})

test('an incident is not closed like a notice', async () => {
  const { ctx, place, see, send } = await setUp('incident')
  const { id } = await openIncident(ctx, {
    page: place.page,
    title: 'It broke',
    status: 'investigating',
    body: 'Sorry.',
  })
  hides(await see(`${path}/${id}`), /Close the notice/)
  assert.equal((await send(`${path}/${id}/close`)).status, 409)
})
