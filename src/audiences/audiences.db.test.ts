import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeComponent } from '../components/change.ts'
import { createComponent } from '../components/create.ts'
import { findComponent } from '../components/find.ts'
import { removeComponent } from '../components/remove.ts'
import { applyConfiguration } from '../configuration/apply.ts'
import { exportConfiguration } from '../configuration/export.ts'
import { changeIncident } from '../incidents/change.ts'
import { correctUpdate } from '../incidents/correct-update.ts'
import { findIncident } from '../incidents/find.ts'
import { openIncident } from '../incidents/open.ts'
import { postUpdate } from '../incidents/post-update.ts'
import { Conflict, InvalidInput } from '../lib/errors.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { both } from './bequeath.ts'
import { changeAudience } from './change.ts'
import { createAudience } from './create.ts'
import { findAudience } from './find.ts'
import { isNamed } from './is-named.ts'
import { removeAudience } from './remove.ts'
import { membersIn } from './schema.ts'

const database = await testDatabase()

test('an audience is named, changed, and removed once nothing is limited to it', async () => {
  const { ctx } = await testContext(database, { seed: 'crud' })
  const { page, web, us } = await acme(ctx)
  const vip = await createAudience(ctx, { page, key: 'vip', name: 'VIP', emails: ['pat@customer.example'] })
  await assert.rejects(createAudience(ctx, { page, key: 'vip', name: 'Again' }), Conflict)
  await changeAudience(ctx, vip.id, { domains: ['vip.example'] })
  const { emails, domains } = membersIn(await findAudience(ctx, vip.id))
  assert.deepEqual([emails, domains], [['pat@customer.example'], ['vip.example']])
  assert.ok(await isNamed(ctx, page, 'Kim@VIP.example'))
  assert.ok(!(await isNamed(ctx, page, 'kim@not-vip.example')))
  await changeComponent(ctx, web, { audiences: ['vip', 'staff'] })
  assert.deepEqual((await findComponent(ctx, web)).audiences, [vip.id, 'staff'])
  const refused = { pointer: '/audiences/1', detail: 'expected one of everyone, subscribers, staff, vip' }
  await assert.rejects(
    changeComponent(ctx, us, { audiences: ['vip', 'gold'] }),
    (error) => error instanceof InvalidInput && error.problems[0]?.detail === refused.detail,
  )
  await assert.rejects(removeAudience(ctx, vip.id), /limits the component "Web app"\. Change that first/)
  await changeComponent(ctx, web, { audiences: null })
  await removeAudience(ctx, vip.id)
})

test('a post for some changes nothing but the text, and nothing that the others see', async () => {
  const { ctx, clock } = await testContext(database, { seed: 'note' })
  const { page } = await acme(ctx)
  const input = { page, title: 'Slow', status: 'investigating', body: 'It is slow.' }
  const { id } = await openIncident(ctx, { ...input, components: { web: 'degraded_performance' } })
  const before = await findIncident(ctx, id)
  clock.advance(60_000)
  const note = { status: 'investigating', body: 'The switch in rack 4.', audiences: ['staff'] }
  for (const more of [{ status: 'resolved' }, { components: { web: 'operational' } }, { nextUpdateAt: clock.now() }])
    await assert.rejects(postUpdate(ctx, id, { ...note, ...more }), /changes nothing but the text/)
  const posted = await postUpdate(ctx, id, note)
  await correctUpdate(ctx, id, posted.id, { body: 'The switch in rack 5.', notify: false })
  const { revision, ...after } = await findIncident(ctx, id)
  const { revision: first, ...same } = before
  assert.deepEqual(after, same)
  assert.ok(revision > first)
  await changeIncident(ctx, id, { audiences: ['subscribers'] })
  assert.deepEqual((await findIncident(ctx, id)).updated_at, before.updated_at)
})

test('what is removed leaves its limit to its parts and its past', async () => {
  const { ctx } = await testContext(database, { seed: 'heirs' })
  const { page } = await acme(ctx)
  const group = await createComponent(ctx, { page, key: 'inner', name: 'Inner', audiences: ['staff'] })
  const part = await createComponent(ctx, {
    page,
    key: 'part',
    name: 'Part',
    parent: 'inner',
    audiences: ['subscribers'],
  })
  const plain = await createComponent(ctx, { page, key: 'plain', name: 'Plain', parent: 'inner' })
  const past = await openIncident(ctx, {
    page,
    title: 'Inner was down',
    status: 'resolved',
    body: 'It is back.',
    components: { inner: 'operational' },
  })
  await removeComponent(ctx, group.id)
  assert.deepEqual((await findComponent(ctx, plain.id)).audiences, ['staff'])
  assert.deepEqual((await findComponent(ctx, part.id)).audiences, ['staff'])
  assert.deepEqual((await findIncident(ctx, past.id)).audiences, ['staff'])
  assert.deepEqual(both(['a', 'b'], ['b', 'c']), ['b'])
  assert.deepEqual(both(['everyone'], ['b']), ['b'])
  assert.equal(both(null, null), null)
})

test('a configuration file names audiences; applying its export changes nothing', async () => {
  const { ctx } = await testContext(database, { seed: 'file' })
  const text = `version: 1
pages:
  - slug: who
    name: Who
    audiences:
      - { key: gold, name: Gold, domains: [gold.example], attributes: [{ name: plan, values: [gold] }] }
    components:
      - { key: web, name: Web }
      - { key: api, name: API, audiences: [gold, staff] }
`
  const apply = (text: string) =>
    applyConfiguration(ctx, { name: 'upfront.yaml', text, environment: () => undefined }, { prune: true })
  await apply(text)
  assert.equal((await findComponent(ctx, 'api')).audiences?.length, 2)
  const { text: exported } = await exportConfiguration(ctx)
  assert.match(exported, /key: gold\n\s+name: Gold\n/)
  const again = await apply(exported)
  assert.ok(
    again.every(({ action }) => action === 'keep'),
    JSON.stringify(again),
  )
  await assert.rejects(apply(text.replace('[gold, staff]', '[golt]')), /expected the key of an audience that is there/)
  await apply(`version: 1\npages: [{ slug: who, name: Who, components: [{ key: web, name: Web }] }]\n`)
  await assert.rejects(findComponent(ctx, 'api'))
})
