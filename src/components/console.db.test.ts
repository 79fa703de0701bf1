import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openIncident } from '../incidents/open.ts'
import { acme, addRule } from '../test/acme.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { componentPages } from './console.ts'
import { createComponent } from './create.ts'
import { componentsOf, findComponent } from './find.ts'
import { componentSettings } from './schema.ts'

const database = await testDatabase()

async function setUp(seed: string) {
  const { ctx, clock } = await testContext(database, { seed })
  return { ctx, clock, ...(await acme(ctx)), ...testConsole(ctx, componentPages) }
}

test('the tree is in the order of the page, and moves by buttons', async () => {
  const { ctx, page, eu, see, submit } = await setUp('tree')
  const list = await see('/console/components')
  const names = [...list.matchAll(/class="tree-name"[^>]*><bdi>([^<]+)<\/bdi></g)].map((found) => found[1])
  assert.deepEqual(names, ['Web app', 'API', 'API · US', 'API · Europe', 'Card payments'])
  shows(list, /depth-1"><span><a class="tree-name"[^>]*><bdi>API · US/)
  hides(list, /Move <bdi>(Web app<\/bdi> up|API · Europe<\/bdi> down)/)
  await submit(`/console/components/${eu}/move`, { way: 'up' })
  const keys = (await componentsOf(ctx, page)).filter((row) => row.parent_id).map((row) => row.key)
  assert.deepEqual(keys, ['api-eu', 'api-us'])
  hides(await see('/console/components', 'viewer'), /Move/)
})

test('a component is added with a key out of its name, and changed', async () => {
  const { ctx, page, api, us, see, submit } = await setUp('add')
  const fields = {
    page,
    name: 'API · Südasien',
    description: '',
    parent: api,
    rollUp: 'own',
    tags: 'region: ap\nteam: a:b',
  }
  const to = await submit('/console/components/new', fields)
  const made = await findComponent(ctx, 'api-sudasien')
  assert.deepEqual(
    { ...componentSettings(made), position: 0 },
    {
      name: 'API · Südasien',
      description: null,
      tags: { region: 'ap', team: 'a:b' },
      parent: api,
      position: 0,
      rollUp: 'own',
      audiences: null,
      translations: {},
    },
  )
  shows(await see(`${to}/edit`), />\nregion: ap\nteam: a:b<\/textarea>/)
  await submit(`${to}/edit`, { ...fields, name: 'API · Asia', parent: us })
  assert.equal((await findComponent(ctx, 'api-sudasien')).parent_id, us)
  hides(await see(`/console/components/${us}/edit`), /<option value="[^"]*">[^<]*API · Asia/)
})

test('what is wrong stands beside its field, and nothing typed is lost', async () => {
  const { page, refused } = await setUp('wrong')
  const wrong = await refused('/console/components/new', {
    page,
    name: '',
    key: 'A B',
    tags: 'region',
    description: 'Kept.',
  })
  shows(wrong, /id="f-name-error">/)
  shows(wrong, /id="f-key-error">Expected lower-case/)
  shows(wrong, /id="f-tags-error">/)
  shows(wrong, /Kept\./)
  shows(await refused('/console/components/new', { page, name: 'Again', key: 'web' }, 409), /already has a component/)
})

test('a status is set by hand, and an incident that is worse shows', async () => {
  const { ctx, web, page, see, submit } = await setUp('status')
  const to = await submit(`/console/components/${web}/status`, { status: 'degraded_performance' })
  shows(await see(to), /“Degraded” was set by hand/)
  await openIncident(ctx, {
    page,
    title: 'Web is down',
    status: 'investigating',
    body: 'x',
    components: { web: 'major_outage' },
    notify: false,
  })
  shows(await see(to), /Open on it:.*Major outage.*Web is down/s)
  shows(await see(to), /cannot be removed while readers are being told about it: .*Web is down/)
  hides(await see(to), /Remove it/)
  assert.equal((await findComponent(ctx, web)).status, 'major_outage')
  shows(await see('/console/components'), /Web app<\/bdi><\/a><\/span><span class="state major">/)
})

test('the past is corrected in the page’s zone, and both truths stay', async () => {
  const { clock, web, see, submit, refused } = await setUp('correct')
  clock.advance(5 * 3_600_000)
  const to = `/console/components/${web}`
  const wrong = await refused(`${to}/correct`, {
    from: 'then',
    to: '2036-01-01T00:00',
    status: 'major_outage',
    reason: '',
  })
  shows(wrong, /id="f-past-from-error">Expected a date and a time/)
  shows(wrong, /<option value="major_outage" selected>/)
  const later = await refused(`${to}/correct`, {
    from: '2035-03-05T04:30',
    to: '2035-03-06T00:00',
    status: 'major_outage',
    reason: 'x',
  })
  shows(later, /id="f-past-to-error">Expected a moment that has passed/)
  const span = { from: '2035-03-05T05:00', to: '2035-03-05T06:30', status: 'major_outage', reason: 'Seen in the logs' }
  await submit(`${to}/correct`, span)
  const page = await see(to)
  shows(page, /Major outage.*05:00 EST.*06:30 EST.*Corrected by Alice: Seen in the logs/s)
  shows(page, /1 row that corrections replaced/)
})

test('a removal says in numbers what goes; a rule keeps a component', async () => {
  const { ctx, page, api, us, see, submit } = await setUp('remove')
  shows(await see(`/console/components/${api}`), /1 row of its past goes with it\. Its 2 parts move up/)
  const rule = await addRule(ctx, page, { mode: 'record', component: us })
  shows(
    await see(`/console/components/${us}`),
    new RegExp(`cannot be removed while a rule posts on it: <a href="/console/rules/${rule}`),
  )
  await submit(`/console/components/${api}/remove`)
  assert.equal((await findComponent(ctx, us)).parent_id, null)
})

test('a file’s component is read-only but for its status', async () => {
  const { ctx, page, see, send } = await setUp('managed')
  const file = { ...ctx, actor: { kind: 'file', name: 'upfront.yaml' } } as const
  const { id } = await createComponent(file, { page, key: 'f', name: 'Filed' })
  const one = await see(`/console/components/${id}`)
  shows(one, /comes from <code>upfront\.yaml.*Set this status/s)
  hides(one, /Edit it|Remove it/)
  assert.equal((await send(`/console/components/${id}/edit`, { name: 'x' })).status, 409)
  hides(await see('/console/components'), /Move Filed/)
})
