import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeOrganization } from '../accounts/change-organization.ts'
import { acme } from '../test/acme.ts'
import { busyNight } from '../test/busy-night.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { openFlash } from '../web/flash.ts'
import { incidentPages } from './console.ts'
import { findIncident } from './find.ts'
import { incidentShape } from './shape.ts'

const database = await testDatabase()
const path = '/console/incidents'

async function setUp(seed: string) {
  const { ctx, clock } = await testContext(database, { seed })
  const place = await acme(ctx)
  return { ctx, clock, place, ...testConsole(ctx, incidentPages) }
}

const opening = (page: string, component: string) => ({
  page,
  title: 'Card payments fail',
  status: 'investigating',
  body: 'Some card payments are refused.',
  next: '30',
  notify: 'on',
  [`component.${component}`]: 'partial_outage',
})

test('an incident is opened with its text, its components and a promise', async () => {
  const { ctx, clock, place, submit, see } = await setUp('open')
  const to = await submit(`${path}/new`, opening(place.page, place.payments))
  const incident = await incidentShape(ctx, to.split('/').at(-1)!)
  assert.equal(incident.title, 'Card payments fail')
  assert.equal(incident.impact, 'major')
  assert.deepEqual(incident.components, { payments: 'partial_outage' })
  assert.deepEqual(incident.nextUpdateAt, new Date(clock.now().getTime() + 30 * 60_000))
  assert.deepEqual(
    incident.updates.map(({ body, notify }) => [body, notify]),
    [['Some card payments are refused.', true]],
  )
  shows(await see(to), /Some card payments are refused\./)
})

test('what is wrong is said beside the field, and nothing that was typed is lost', async () => {
  const { ctx, place, refused } = await setUp('wrong')
  const page = await refused(`${path}/new`, { ...opening(place.page, place.payments), title: ' ', next: '60' })
  shows(page, /id="f-title-error">Expected a text that is not empty\./)
  shows(page, /Some card payments are refused\.<\/textarea>/)
  shows(page, /value="partial_outage" selected/)
  shows(page, /name="next" value="60" checked/)
  shows(page, /id="f-notify"[^>]*value="on" checked/)
  const unknown = await refused(`${path}/new`, { ...opening(place.page, 'nothing'), body: 'Kept.' })
  shows(unknown, /expected the key or id of a component/i)
  const count = await ctx.db.selectFrom('incidents').select('id').where('org_id', '=', ctx.org).execute()
  assert.equal(count.length, 0)
})

test('an update posts its phase and says how many are told; without the tick nobody is', async () => {
  const { ctx, clock } = await testContext(database, { seed: 'post' })
  const place = await busyNight(ctx, clock)
  const { submit, see } = testConsole(ctx, incidentPages)
  const fields = { status: 'resolved', body: 'It is fast again.', next: '30' }
  await submit(`${path}/${place.incident}/updates`, { ...fields, notify: 'on' })
  const resolved = await incidentShape(ctx, place.incident)
  assert.equal(resolved.status, 'resolved')
  assert.equal(resolved.nextUpdateAt, null)
  await submit(`${path}/${place.payments}/updates`, { ...fields, status: 'monitoring' })
  assert.equal((await incidentShape(ctx, place.payments)).updates[0]?.notify, false)
  shows(await see(`${path}/${place.payments}`), /Monitoring.*told nobody/s)
})

test('an empty update is refused with everything in place', async () => {
  const { ctx, clock } = await testContext(database, { seed: 'empty' })
  const place = await busyNight(ctx, clock)
  const { refused } = testConsole(ctx, incidentPages)
  const page = await refused(`${path}/${place.incident}/updates`, { status: 'monitoring', body: ' ', notify: 'on' })
  shows(page, /id="f-body-error"/)
  shows(page, /value="monitoring" checked/)
  const wrong = await refused(`${path}/${place.incident}/updates`, { status: 'completed', body: 'x' })
  shows(wrong, /expected one of investigating, identified/i)
})

test('the preview shows page and mail, and how many are told, from what is typed so far', async () => {
  const { ctx, clock } = await testContext(database, { seed: 'preview' })
  const place = await busyNight(ctx, clock)
  const { app, send } = testConsole(ctx, incidentPages)
  const typed = {
    status: 'identified',
    body: 'We *know* why.',
    notify: 'on',
    [`component.${place.eu}`]: 'major_outage',
  }
  const page = await (await send(`${path}/${place.incident}/preview`, typed)).text()
  shows(page, /<title>Slower responses/)
  shows(page, /We \*know\* why\.<\/textarea>/)
  const headers = { host: 'status.test', origin: 'http://status.test', cookie: 'upfront=editor', 'x-part': 'preview' }
  const body = new URLSearchParams(typed)
  const part = await (await app.request(`${path}/${place.incident}/preview`, { method: 'POST', body, headers })).text()
  hides(part, /<title>|<form/)
  shows(part, /data-post="Post and tell 1,204 people"/)
  shows(part, /We <em>know<\/em> why/)
  shows(part, /API · Europe<\/bdi>: Working → Major outage/)
  shows(part, /\[Acme Cloud\] Identified: Slower responses from API · US/)
})

test('a message of the organization starts the text', async () => {
  const { ctx, clock } = await testContext(database, { seed: 'message' })
  const place = await busyNight(ctx, clock)
  const { send } = testConsole(ctx, incidentPages)
  const message = await ctx.db
    .selectFrom('messages')
    .select('id')
    .where('org_id', '=', ctx.org)
    .executeTakeFirstOrThrow()
  const typed = { status: 'investigating', body: 'First this.', next: '30', message: message.id, insert: '1' }
  const page = await (await send(`${path}/${place.incident}/preview`, typed)).text()
  shows(
    page,
    /First this\.\n\nRequests to API · US are slower than usual\. We will post again by 15:43 EST\.<\/textarea>/,
  )
})

test('the list searches titles and posts, and filters by words', async () => {
  const { ctx, clock } = await testContext(database, { seed: 'list' })
  await busyNight(ctx, clock)
  const { see } = testConsole(ctx, incidentPages)
  shows(await see(path), /Card payments fail.*Slower responses.*Sign-in did not work/s)
  const open = await see(`${path}?state=open`)
  shows(open, /3 minutes overdue/)
  hides(open, /Sign-in did not work/)
  const found = await see(`${path}?q=morning`)
  shows(found, /Slower responses/)
  hides(found, /Card payments fail/)
  shows(await see(`${path}?q=100%25`), /No incident speaks of “100%”/)
  const first = await see(`${path}?limit=1`)
  const older = /href="([^"]+)" rel="next"/.exec(first)?.[1]?.replaceAll('&amp;', '&')
  assert.ok(older)
  shows(await see(older), /<bdi>(Slower responses|Sign-in)/)
})

test('a viewer sees everything and can change nothing', async () => {
  const { ctx, clock } = await testContext(database, { seed: 'viewer' })
  const place = await busyNight(ctx, clock)
  const { see, send } = testConsole(ctx, incidentPages)
  const page = await see(`${path}/${place.incident}`, 'viewer')
  shows(page, /What readers see.*Behind the scenes/s)
  hides(page, /<textarea|Withdraw the post|Change details/)
  const refused = await send(`${path}/${place.incident}/updates`, { status: 'resolved', body: 'x' }, 'viewer')
  assert.equal(refused.status, 403)
  assert.equal((await findIncident(ctx, place.incident)).status, 'identified')
})

test('with a grace the console says when people are told, and how to tell nobody', async () => {
  const { ctx, clock } = await testContext(database, { seed: 'grace' })
  const place = await busyNight(ctx, clock)
  const { send } = testConsole(ctx, incidentPages)
  const post = async () => {
    const answer = await send(`${path}/${place.incident}/updates`, { status: 'identified', body: 'Why.', notify: 'on' })
    const cookie = answer.headers.getSetCookie().find((one) => one.includes('flash='))
    return openFlash(ctx.settings.secret, /flash=([^;]+)/.exec(cookie ?? '')?.[1] ?? null)
  }
  assert.match((await post())?.text ?? '', /^Posted\. The page shows it\. 1,204 people are being told\.$/)
  await changeOrganization(ctx, { graceSeconds: 10 })
  const said = await post()
  assert.match(said?.text ?? '', /1,204 people are told in 10 seconds\.$/)
  assert.match(said?.action?.to ?? '', /^\/console\/deliveries\/updates\/\w+\/stop$/)
})
