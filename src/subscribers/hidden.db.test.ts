import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeAccess } from '../access/change.ts'
import { createAudience } from '../audiences/create.ts'
import { changeComponent } from '../components/change.ts'
import { openIncident } from '../incidents/open.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { testWeb } from '../test/web.ts'
import { mount } from '../web/mount.ts'
import { subscriptionPages } from './public.ts'

// S-SUB-4: nobody subscribes to what they may not see; it is as if it were not there.

const database = await testDatabase()

async function setUp(seed: string) {
  const { ctx, base } = await testContext(database, { seed })
  const place = await acme(ctx)
  const app = mount(testWeb({ base }), subscriptionPages())
  const headers = { host: 'status.test', 'sec-fetch-site': 'same-origin', origin: 'http://status.test' }
  const post = async (path: string, fields: Record<string, string>, more: Record<string, string> = {}) => {
    const answer = await app.request(`http://status.test${path}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { ...headers, ...more },
    })
    return { status: answer.status, text: await answer.text() }
  }
  const asked = async () => {
    const { rows } = await database.pool.query(
      `select 1 from graphile_worker._private_jobs where payload->>'org' = $1`,
      [ctx.org],
    )
    return rows.length
  }
  return { ctx, ...place, slug: `acme-${place.page}`, post, asked }
}

const pat = { email: 'pat@customer.example', website: '' }

test('a private page takes no wish, on any way in, and answers as where there is no page', async () => {
  const { ctx, page, slug, post, asked } = await setUp('private')
  const { id } = await openIncident(ctx, { page, title: 'Slow', status: 'investigating', body: 'b' })
  await changeAccess(ctx, page, { private: true, password: 'vermilion tractor' })
  const before = await asked()
  const ways: [string, Record<string, string>][] = [
    ['/subscribe', pat],
    ['/subscribe/again', pat],
    ['/subscribe/again/code', { ...pat, code: '123456' }],
    ['/subscribe/channel', { channel: 'slack', website: '', 'slack.url': 'https://hooks.slack.com/services/T0/B0/x' }],
    ['/subscribe', { ...pat, incident: id }],
    ['/subscribers.json', { 'subscriber[email]': pat.email }],
  ]
  for (const [way, fields] of ways) {
    const [there, nowhere] = [await post(`/p/${slug}${way}`, fields), await post(`/p/nothing-here${way}`, fields)]
    assert.equal(there.status, 404, `${way}: ${there.status}`)
    assert.equal(there.text.replaceAll(slug, 'nothing-here'), nowhere.text, way)
  }
  assert.equal(await asked(), before)
})

test('a component for others alone is refused as one that does not exist', async () => {
  const { ctx, page, slug, us, post, asked } = await setUp('hidden')
  await createAudience(ctx, { page, key: 'gold', name: 'Gold', emails: ['gold@customer.example'] })
  await changeComponent(ctx, us, { audiences: ['gold'] })
  const before = await asked()
  const answers = []
  for (const components of [us, 'component-0123456789']) {
    const { status, text } = await post(`/p/${slug}/subscribe`, { ...pat, components })
    answers.push(`${status} ${text.replaceAll(components, 'X')}`)
  }
  assert.equal(answers[0], answers[1])
  assert.match(answers[0] ?? '', /^422/)
  assert.equal(await asked(), before)
})
