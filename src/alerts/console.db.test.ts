import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sourceOf } from '../sources/index.ts'
import { acme, addRule } from '../test/acme.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { arrive } from './arrive.ts'
import { alertPages } from './console.ts'

const database = await testDatabase()

async function setUp(seed: string) {
  const { ctx } = await testContext(database, { seed })
  const place = await acme(ctx)
  const say = async (text: string) => {
    const body = Buffer.from(text)
    const headers = { 'content-type': 'application/json', authorization: 'secret' }
    await arrive(ctx, place.source, { body, size: body.length, headers, query: {}, remote: '192.0.2.7' })
  }
  return { ctx, ...place, say, ...testConsole(ctx, alertPages) }
}

const group = (title: string, status = 'firing') =>
  JSON.stringify({
    version: '4',
    status,
    alerts: [
      {
        status,
        labels: { alertname: title, region: 'us' },
        annotations: {},
        startsAt: '2035-03-05T08:59:00Z',
        generatorURL: 'https://prometheus.acme.example/graph',
      },
    ],
  })

test('an empty inbox says what to do next', async () => {
  const { see } = await setUp('empty')
  shows(await see('/console/inbox'), /Nothing has arrived yet.*Try a source/s)
  shows(await see('/console/alerts'), /No alerts yet/)
})

test('what arrived is listed by what it said, found by search and state, and shown whole', async () => {
  const { ctx, page, us, say, see } = await setUp('list')
  await addRule(ctx, page, { mode: 'record', component: us })
  await say(group('<b>Slow</b> 100%'))
  await say('{"alerts": 7}')
  const all = await see('/console/inbox')
  shows(all, /&lt;b&gt;Slow&lt;\/b&gt; 100%/)
  shows(all, /Unreadable/)
  const understood = await see('/console/inbox?state=understood&q=100%25')
  shows(understood, /Slow/)
  hides(understood.split('<tbody')[1]!, /Unreadable/)
  shows(await see('/console/inbox?q=100_'), /Nothing fits that/)
  shows(await see('/console/inbox?state=nonsense'), /Slow/)
  const id = /\/console\/inbox\/(\w{12})"[^>]*>&lt;b&gt;Slow/.exec(all)![1]!
  const one = await see(`/console/inbox/${id}`)
  shows(one, /Recorded only<\/strong> <span class="quiet-text">The rule records only\./)
  shows(one, /&quot;startsAt&quot;: &quot;2035-03-05T08:59:00Z&quot;/)
  shows(one, /region: us/)
  shows(one, /content-type/)
  hides(one, /<b>Slow|>secret</)
  shows(one, /href="https:\/\/prometheus\.acme\.example\/graph"/)
  const viewer = await see(`/console/inbox/${id}`, 'viewer')
  hides(viewer, /startsAt|Replay/)
  shows(await see('/console/alerts?outcome=recorded&q=slow'), /Slow/)
  shows(await see('/console/alerts?outcome=published'), /No alert fits that/)
})

test('what could not be read is replayed once its source is set right', async () => {
  const { ctx, source, say, see, submit, send } = await setUp('replay')
  await say('{"key":"a","state":"firing","title":"Queue is long"}')
  const id = /\/console\/inbox\/(\w{12})"/.exec(await see('/console/inbox'))![1]!
  shows(await see(`/console/inbox/${id}`), /Unreadable.*It waits here/s)
  assert.equal((await send(`/console/inbox/${id}/replay`, {}, 'viewer')).status, 403)
  await submit(`/console/inbox/${id}/replay`)
  shows(await see(`/console/inbox/${id}`), /Unreadable/)
  await ctx.db.updateTable('sources').set({ kind: 'json' }).where('id', '=', source.id).execute()
  const answer = await send(`/console/inbox/${id}/replay`)
  assert.equal(answer.headers.get('location'), `/console/inbox/${id}`)
  const page = await see(`/console/inbox/${id}`)
  shows(page, /Understood as one alert.*Queue is long/s)
  shows(page, /No rule matches\./)
  const way = /href="(\/console\/rules\/new\?[^"]+)"/.exec(page)![1]!.replaceAll('&amp;', '&')
  assert.equal(way, `/console/rules/new?title=Queue+is+long&source=${source.key}`)
  shows(await see(`/console/alerts/${/console\/alerts\/(\w+)/.exec(page)![1]}`), /Add a rule for alerts like this/)
  hides(await see(`/console/inbox/${id}`, 'viewer'), /Add a rule/)
})

test("every source's sample is understood or refused with its reason, never ours", async () => {
  const { ctx, source, see } = await setUp('samples')
  for (const kind of ['newrelic', 'pingdom', 'cloudwatch', 'datadog']) {
    const { sample } = sourceOf(kind)!
    await ctx.db.updateTable('sources').set({ kind }).where('id', '=', source.id).execute()
    const body = Buffer.from(sample.body)
    const headers = { 'content-type': sample.contentType, ...sample.headers }
    await arrive(ctx, { ...source, kind }, { body, size: body.length, headers, query: {}, remote: null })
  }
  const page = await see('/console/inbox')
  assert.equal(page.match(/class="row-link"/g)?.length, 4)
  hides(page, /reason that is ours/)
})
