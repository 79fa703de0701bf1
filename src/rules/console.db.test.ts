import assert from 'node:assert/strict'
import { test } from 'node:test'
import { receiveAlert } from '../alerts/receive.ts'
import { createMessage } from '../messages/create.ts'
import { acme, addRule, alertOf } from '../test/acme.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { rulePages } from './console.ts'
import { createRule } from './create.ts'
import { findRule, rulesOf } from './find.ts'
import { ruleSettings } from './schema.ts'

const database = await testDatabase()

async function setUp(seed: string) {
  const { ctx, clock } = await testContext(database, { seed })
  return { ctx, clock, place: await acme(ctx), ...testConsole(ctx, rulePages) }
}

const record = (name: string) => ({ name, match: {}, publish: { mode: 'record' as const } })

test('a rule is made from the form, and reads the same when it is edited', async () => {
  const { ctx, place, see, submit } = await setUp('make')
  shows(await see('/console/rules'), /No rules yet.*Add a rule/s)
  const { id: message } = await createMessage(ctx, {
    key: 'slow',
    title: 'Slow {{component.name}}',
    investigating: 'x',
  })
  const fields = {
    name: 'Latency',
    'match.title': '*latency*\n/slow|late/',
    'match.source': 'am',
    'match.severity': ['warning', 'critical'],
    'label.0.name': 'region',
    'label.0.pattern': 'us-*',
    'label.1.name': 'team',
    'label.1.pattern': '',
    component: place.us,
    status: 'partial_outage',
    message,
    mode: 'hold',
    for: '300s',
    nextUpdateEvery: '30m',
    flapWindow: '10m',
  }
  const to = await submit('/console/rules/new', fields)
  const rule = await findRule(ctx, 'Latency')
  assert.deepEqual(ruleSettings(rule), {
    name: 'Latency',
    match: {
      source: 'am',
      severity: ['warning', 'critical'],
      title: ['*latency*', '/slow|late/'],
      'labels.region': 'us-*',
      'labels.team': '*',
    },
    page: place.page,
    component: place.us,
    status: 'partial_outage',
    message,
    publish: { mode: 'hold', for: '5m' },
    nextUpdateEvery: '30m',
    flapWindow: '10m',
  })
  const page = await see(to)
  shows(page, /source is am, severity is warning or critical, title is \*latency\* or \/slow\|late\//)
  shows(page, /Waits 5 minutes, then posts/)
  shows(page, /Slow API · US/)
  const form = await see(`${to}/edit`)
  shows(form, /id="f-match\.severity-critical"[^>]* checked/)
  hides(form, /id="f-match\.severity-info"[^>]* checked/)
  shows(form, /name="label\.3\.name"/)
  await submit(`${to}/edit`, { ...fields, name: 'Latency 2', mode: 'auto', for: '5m' })
  assert.equal((await findRule(ctx, rule.id)).mode, 'auto')
})

test('what is wrong stands beside its field, and nothing typed is lost', async () => {
  const { place, refused } = await setUp('wrong')
  const fields = {
    name: '',
    'match.title': '/(/',
    'label.1.name': 'region',
    'label.1.pattern': '/[/',
    mode: 'hold',
    for: 'soon',
    page: place.page,
  }
  const page = await refused('/console/rules/new', fields)
  shows(page, /id="f-name-error">/)
  shows(page, /id="f-match\.title-error">Expected a regular expression/)
  shows(page, /id="f-label\.1\.pattern-error">Expected a regular expression/)
  shows(page, /id="f-for-error">Expected a duration/)
  shows(page, />\n\/\[\/<\/textarea>/)
  shows(
    await refused('/console/rules/new', { name: 'x', mode: 'auto' }),
    /id="f-component-error">Expected a component or a page/,
  )
})

test('a message that promises needs a rule that does', async () => {
  const { ctx, place, refused } = await setUp('promise')
  const { id } = await createMessage(ctx, { key: 'm', title: 'T', investigating: 'Again by {{nextUpdateAt}}.' })
  const page = await refused('/console/rules/new', { name: 'x', mode: 'auto', component: place.web, message: id })
  shows(page, /id="f-nextUpdateEvery-error">Expected a duration such as 30m/)
})

test('rules move, are muted, and are removed with what hangs on them', async () => {
  const { ctx, place, see, submit } = await setUp('order')
  for (const name of ['A', 'B', 'C']) await createRule(ctx, record(name))
  const c = await findRule(ctx, 'C')
  shows(await see('/console/rules'), /Move C up/)
  await submit(`/console/rules/${c.id}/move`, { position: '1' })
  assert.deepEqual(
    (await rulesOf(ctx)).map(({ name }) => name),
    ['C', 'A', 'B'],
  )
  await submit(`/console/rules/${c.id}/mute`, { for: '1h' })
  shows(await see(`/console/rules/${c.id}`), /Muted until <time[^>]*>05:00 EST/)
  const held = await addRule(ctx, place.page, { mode: 'hold', component: place.us })
  await receiveAlert(ctx, place.source, null, alertOf('k', 'firing'))
  shows(await see(`/console/rules/${held}`), /It takes no alerts from then on\. 1 waiting draft is cancelled\. This/)
  await submit(`/console/rules/${c.id}/remove`)
  hides(await see('/console/rules'), />C </)
})

test('the rehearsal tells what would have happened, in numbers and step by step', async () => {
  const { ctx, clock, place, see } = await setUp('rehearse')
  await addRule(ctx, place.page, { mode: 'record', component: place.us, match: { title: 'Slow*' } })
  const send = (key: string, state: 'firing' | 'resolved', title: string) =>
    receiveAlert(ctx, place.source, null, alertOf(key, state, { title }))
  await send('a', 'firing', 'Slow API')
  clock.advance(10 * 60_000)
  await send('a', 'resolved', 'Slow API')
  await send('b', 'firing', 'Disk <full>')
  const first = await see('/console/rules/rehearsal')
  shows(first, /<strong>3<\/strong> <span>alerts/)
  shows(first, /<strong>0<\/strong> <span>incidents posted/)
  shows(first, /Disk &lt;full&gt; <span class="quiet-text">1 time/)
  await ctx.db.updateTable('rules').set({ mode: 'auto' }).where('org_id', '=', ctx.org).execute()
  const second = await see('/console/rules/rehearsal?days=7')
  shows(second, /<strong>1<\/strong> <span>incident posted/)
  shows(second, /10 minutes/)
  shows(second, /past 7 days/)
  clock.advance(8 * 86_400_000)
  shows(await see('/console/rules/rehearsal?days=7'), /No alerts to rehearse with/)
})

test('automation is paused and resumed, and every page says so', async () => {
  const { ctx, see, submit, send } = await setUp('pause')
  await createRule(ctx, record('A'))
  shows(await see('/console/rules'), /Automation is on.*no draft waits/s)
  assert.equal((await send('/console/automation/pause', {}, 'viewer')).status, 403)
  await submit('/console/automation/pause')
  shows(await see('/console/rules'), /Paused since.*Resume automation/s)
  shows(await see('/console/rules/new'), /Automation is paused/)
  await submit('/console/automation/resume')
  hides(await see('/console/rules'), /paused/i)
})

test('a file’s rule is read-only, and can be muted', async () => {
  const { ctx, see, send } = await setUp('managed')
  const { id } = await createRule({ ...ctx, actor: { kind: 'file', name: 'upfront.yaml' } }, record('Filed'))
  const page = await see(`/console/rules/${id}`)
  shows(page, /comes from <code>upfront\.yaml.*Mute for/s)
  hides(page, /Edit the rule|Remove it/)
  hides(await see('/console/rules'), /Move Filed/)
  assert.equal((await send(`/console/rules/${id}/edit`, { name: 'x', mode: 'record' })).status, 409)
})

test('a file is known by its name, and where it lies is within reach', async () => {
  const { ctx, see } = await setUp('path')
  const file = { ...ctx, actor: { kind: 'file', name: '/tmp/upfront-demo-x1/upfront.yaml' } } as const
  const { id } = await createRule(file, record('Filed'))
  shows(await see('/console/rules'), /title="\/tmp\/upfront-demo-x1\/upfront\.yaml">upfront\.yaml</)
  shows(
    await see(`/console/rules/${id}`),
    /comes from <code>upfront\.yaml<.*<details>.*<code>\/tmp\/upfront-demo-x1\//s,
  )
})
