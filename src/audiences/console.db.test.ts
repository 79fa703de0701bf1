import assert from 'node:assert/strict'
import { test } from 'node:test'
import { componentPages } from '../components/console.ts'
import { componentFormPages } from '../components/console-form.ts'
import { findComponent } from '../components/find.ts'
import { incidentPages } from '../incidents/console.ts'
import { findIncident } from '../incidents/find.ts'
import { acme } from '../test/acme.ts'
import { testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { audiencePages } from './console.ts'
import { findAudience, listAudiences } from './find.ts'
import { membersIn } from './schema.ts'

const { ctx } = await testContext(await testDatabase(), { seed: 'audience console' })
const { page, web } = await acme(ctx)
const routes = [...audiencePages, ...new Set([...componentPages, ...componentFormPages]), ...incidentPages]
const { see, submit, refused, look } = testConsole(ctx, routes)
const path = `/console/settings/pages/${page}/audiences`

test('a group is named, chosen on a component, and the page seen as it sees it', async () => {
  assert.match(await see(path), /No groups yet/)
  const wrong = await refused(`${path}/new`, { name: 'Gold', key: 'gold', domains: 'not a domain' })
  assert.match(wrong, /expected a host name|Expected a host name/)
  await submit(`${path}/new`, {
    name: 'Gold plan',
    key: 'gold',
    domains: '@gold.example\nother.example',
    attributes: 'plan: gold, platinum',
  })
  const [gold] = await listAudiences(ctx, page)
  assert.deepEqual(membersIn(gold!), {
    emails: [],
    domains: ['gold.example', 'other.example'],
    attributes: [{ name: 'plan', values: ['gold', 'platinum'] }],
    subscribers: false,
  })
  assert.match(await see(path), /@gold\.example, @other\.example, plan gold or platinum/)
  const form = await see(`/console/components/${web}/edit`)
  assert.match(form, new RegExp(`name="audiences" value="${gold!.id}"`))
  await submit(`/console/components/${web}/edit`, { name: 'Web app', audiences: [gold!.id] })
  assert.deepEqual((await findComponent(ctx, web)).audiences, [gold!.id])
  assert.match(await see(`${path}/${gold!.id}`), /Component <a href="[^"]+"><bdi>Web app<\/bdi>/)
  assert.match(await refused(`${path}/${gold!.id}/remove`, {}, 409), /limits the component/)
  assert.doesNotMatch(await (await look(`${path}/see?as=everyone`)).text(), /Web app/)
  assert.match(await (await look(`${path}/see?as=${gold!.id}`)).text(), /Web app/)
  assert.match(await (await look(`${path}/see?as=staff`)).text(), /Web app/)
  assert.equal((await look(path, 'viewer')).status, 403)
  assert.equal((await findAudience(ctx, gold!.id)).name, 'Gold plan')
})

test('who may see it is chosen where it is written, and stands beside it', async () => {
  const opened = await submit('/console/incidents/new', {
    page,
    title: 'Switch replaced',
    status: 'investigating',
    body: 'We look into it.',
    audiences: ['subscribers'],
  })
  const id = opened.split('/').at(-1)!
  assert.deepEqual((await findIncident(ctx, id)).audiences, ['subscribers'])
  assert.match(await see(opened), /Who sees it<\/dt><dd>signed-in subscribers/)
  await submit(`/console/incidents/${id}/updates`, {
    status: 'investigating',
    body: 'Rack 4.',
    next: '30',
    audiences: ['staff'],
  })
  assert.match(await see(opened), /only for staff/)
  await submit(`/console/incidents/${id}/change`, { title: 'Switch replaced' })
  assert.equal((await findIncident(ctx, id)).audiences, null)
})
