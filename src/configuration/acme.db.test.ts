import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { receiveAlert } from '../alerts/receive.ts'
import { publishDue } from '../drafts/publish-due.ts'
import { findSource, findSourceByToken, hookUrl } from '../hooks/find.ts'
import { parseArrival, sourceOf } from '../sources/index.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { applyConfiguration } from './apply.ts'

const example = (name: string) => readFileSync(join(import.meta.dirname, '../../examples/acme', name))
const environment = (name: string) => `${name}-0123456789`
const { ctx, base, clock } = await testContext(await testDatabase())
const steps = await applyConfiguration(ctx, {
  name: 'upfront.yaml',
  text: example('upfront.yaml').toString(),
  environment,
})

async function post(key: string, payload: string) {
  const source = await findSource(ctx, key)
  const arrival = {
    body: example(`alerts/${payload}`),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    query: {},
  }
  const { alerts } = await parseArrival(sourceOf(source.kind)!, arrival, { settings: {}, now: ctx.now, http: ctx.http })
  return Promise.all(alerts.map((alert) => receiveAlert(ctx, source, null, alert)))
}

test('sources have the addresses that the environment says', async () => {
  assert.equal(steps.filter((step) => step.kind === 'source').length, 2)
  const url = hookUrl(ctx, await findSource(ctx, 'am'))
  assert.equal(url, 'http://status.test/hooks/alertmanager/ALERTMANAGER_HOOK_TOKEN-0123456789')
  assert.equal((await findSourceByToken(base, 'newrelic', environment('NEWRELIC_HOOK_TOKEN')))?.key, 'newrelic')
  assert.equal(await findSourceByToken(base, 'alertmanager', environment('NEWRELIC_HOOK_TOKEN')), undefined)
})

test('a slow API is held, posted in the words of its message, and resolved', async () => {
  const [fired] = await post('newrelic', 'newrelic-firing.json')
  assert.deepEqual([fired?.rule, fired?.outcome], ['API latency, US', 'held'])
  clock.advance(5 * 60_000)
  const draft = await ctx.db.selectFrom('drafts').select('id').where('org_id', '=', ctx.org).executeTakeFirstOrThrow()
  await publishDue(ctx, { draft: draft.id })
  const incident = await ctx.db
    .selectFrom('incidents')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .executeTakeFirstOrThrow()
  assert.equal(incident.title, 'Slower responses from API · US')
  const [resolved] = await post('newrelic', 'newrelic-resolved.json')
  assert.deepEqual([resolved?.outcome, resolved?.incident], ['resolved', incident.id])
})

test('failing requests are posted at once and resolved', async () => {
  const [fired] = await post('am', 'alertmanager-firing.json')
  assert.deepEqual([fired?.rule, fired?.outcome], ['API errors, Europe', 'published'])
  const [resolved] = await post('am', 'alertmanager-resolved.json')
  assert.deepEqual([resolved?.outcome, resolved?.incident], ['resolved', fired?.incident])
})
