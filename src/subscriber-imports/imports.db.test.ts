import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asSystem } from '../lib/context.ts'
import { drain } from '../queue/worker.ts'
import { addSubscriber } from '../subscribers/add.ts'
import { unsubscribe } from '../subscribers/change.ts'
import { eraseSubscriber } from '../subscribers/erase.ts'
import { asReader } from '../subscribers/link.ts'
import { suppress } from '../subscribers/suppress.ts'
import { acme } from '../test/acme.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { importPages } from './console.ts'
import { findImport } from './find.ts'
import { importHandlers } from './jobs.ts'
import { runImport } from './run.ts'
import { keepImport } from './upload.ts'

const database = await testDatabase()

async function setUp(seed: string) {
  const { ctx, base, clock } = await testContext(database, { seed })
  const place = await acme(ctx)
  const pages = testConsole(ctx, importPages)
  const work = () => drain(base, database.pool, importHandlers)
  const add = async (email: string, components: string[] | null = null) =>
    (await addSubscriber(ctx, { page: place.page, email, components, confirmed: true })).subscriber!.id
  /** Gives a file by the form; where it leads. */
  const give = async (text: string, way = 'ask', how = '') => {
    const body = new FormData()
    body.set('page', place.page)
    body.set('way', way)
    body.set('how', how)
    body.set('file', new File([text], 'people.csv', { type: 'text/csv' }))
    const headers = { host: 'status.test', origin: 'http://status.test', cookie: 'upfront=editor' }
    const answer = await pages.app.request('/console/subscribers/imports', { method: 'POST', body, headers })
    assert.equal(answer.status, 303, await answer.clone().text())
    await work()
    return answer.headers.get('location') ?? ''
  }
  const rows = () =>
    ctx.db.selectFrom('subscribers').selectAll().where('org_id', '=', ctx.org).where('world', '=', false).execute()
  const states = async () =>
    Object.fromEntries((await rows()).map((row) => [row.email ?? row.label ?? 'erased', row.state]))
  return { ctx, base, clock, ...place, ...pages, work, add, give, rows, states }
}

const idIn = (path: string) => path.split('/').at(-1)!

test('a file is tried, then brought in: nobody is told, states are kept, those who left stay away', async () => {
  const { ctx, add, give, see, submit, states, rows, work, us } = await setUp('import')
  const left = await add('left@x.example')
  await unsubscribe(asReader(ctx, ctx.org), left)
  await eraseSubscriber(ctx, await add('erased@x.example'))
  await suppress(ctx, { email: 'bounced@x.example', reason: '550' })
  await add('here@x.example')
  await add('same@x.example', [us])
  const to = await give(
    [
      'E-Mail;State;Components;Labels;Confirmed At;Consent;Colour',
      'new@x.example;active;api-us;vip;2024-05-06T07:08:09Z;Signed at the fair;red',
      'waits@x.example;;everything;;;;',
      'quiet@x.example;unsubscribed;;;;;',
      'sick@x.example;quarantined;;;;;',
      'left@x.example;active;;;;;',
      'ERASED@x.example;active;;;;;',
      'bounced@x.example;active;;;;;',
      'here@x.example;unsubscribed;;;;;',
      'same@x.example;active;API · US;;;;',
      'no address;active;;;;;',
      'a@x.example;awake;nothing;;yesterday;;',
      'new@x.example;;;;;;',
    ].join('\r\n'),
  )
  const tried = await see(to, 'editor')
  shows(
    tried,
    /Added<\/dt><dd>4<.*Changed<\/dt><dd>1<.*same already<\/dt><dd>1<.*Left alone<\/dt><dd>3<.*problems<\/dt><dd>3</s,
  )
  shows(tried, /Columns nobody knows<\/dt><dd>Colour/)
  shows(tried, /Line 11.*E-Mail.*expected one address/s)
  shows(tried, /Line 12.*Components.*expected keys/s)
  shows(tried, /Line 12.*State.*expected one of active/s)
  shows(tried, /Line 13.*an earlier line has it/s)
  shows(tried, /Bring in 5 subscribers\?/)
  assert.equal((await states())['new@x.example'], undefined)
  const problems = await see(`${to}/problems.csv`)
  assert.match(problems, /^line,column,expected\n11,E-Mail,/)

  await submit(`${to}/run`, {}, 'editor')
  await work()
  assert.deepEqual(await states(), {
    ...{ 'new@x.example': 'active', 'waits@x.example': 'unconfirmed', 'quiet@x.example': 'unsubscribed' },
    ...{ 'sick@x.example': 'quarantined', 'left@x.example': 'unsubscribed', erased: 'erased' },
    ...{ 'here@x.example': 'unsubscribed', 'same@x.example': 'active' },
  })
  const one = (await rows()).find(({ email }) => email === 'new@x.example')!
  assert.deepEqual(
    [one.labels, one.all_components, one.consent_at?.toISOString(), one.consent_text],
    [['vip'], false, '2024-05-06T07:08:09.000Z', 'Signed at the fair'],
  )
  assert.deepEqual(await ctx.db.selectFrom('letters').select('id').where('org_id', '=', ctx.org).execute(), [])
  shows(await see(to), /Brought in.*Added<\/dt><dd>4</s)
  const kept = await ctx.db
    .selectFrom('subscriber_import_lines')
    .select('entry')
    .where('import_id', '=', idIn(to))
    .execute()
  assert.deepEqual(
    kept.filter(({ entry }) => entry !== null),
    [],
  )
  const parts = ctx.db.selectFrom('subscriber_import_parts').select('number').where('import_id', '=', idIn(to))
  assert.deepEqual(await parts.execute(), [])
  shows(await see('/console/subscribers/imports'), /people\.csv.*Brought in/s)
})

test('other channels come too, their secrets encrypted; a file may vouch', async () => {
  const { give, see, submit, work, rows } = await setUp('channels')
  const to = await give(
    'mode,email,phone_number,endpoint,quarantined_at\nemail,a@y.example,,,\nsms,,+4915112345678,,\nwebhook,,,https://y.example/hook?key=hush,2026-01-01\nfax,,1,,\n',
    'vouch',
    'Contract, section 4',
  )
  shows(await see(to), /How they agreed<\/dt><dd>Contract, section 4<.*/s)
  shows(await see(to), /problems<\/dt><dd>1<.*Line 5.*mode.*expected one of email/s)
  await submit(`${to}/run`)
  await work()
  const found = (await rows()).map(({ channel, state, email, target }) => [channel, state, email, target === null])
  assert.deepEqual(found.sort(), [
    ['email', 'active', 'a@y.example', true],
    ['sms', 'active', null, false],
    ['webhook', 'quarantined', null, false],
  ])
  assert.match(
    (await rows()).find(({ channel }) => channel === 'sms')!.consent_text!,
    /^Alice vouches that this address agreed: Contract, section 4 \(in the file people\.csv\)$/,
  )
})

test('a number that hears at once needs words about how its owner agreed, in its line or with the file', async () => {
  const { give, see, submit, work, rows } = await setUp('numbers')
  const lines = [
    'phone,state,consent_text',
    '+4915112345671,active,',
    '+4915112345672,,',
    '+4915112345673,active,Form at the fair',
    '+4915112345674,unconfirmed,',
    '+4915112345675,unsubscribed,',
  ].join('\n')
  const asked = await give(lines)
  shows(await see(asked), /problems<\/dt><dd>1<.*Line 2.*consent_text.*expected how the owner of the number agreed/s)
  const vouched = await give(lines, 'vouch')
  shows(await see(vouched), /problems<\/dt><dd>2<.*Line 2.*Line 3/s)
  await submit(`${vouched}/run`)
  await work()
  assert.deepEqual((await rows()).map(({ state, consent_text }) => [state, consent_text]).sort(), [
    ['active', 'Form at the fair'],
    ['unconfirmed', null],
    ['unsubscribed', null],
  ])
})

test('killed in the middle it goes on where it was, and nothing is half done', async () => {
  const { ctx, base, give, submit, rows } = await setUp('killed')
  const people = Array.from({ length: 1300 }, (_, i) => `p${i}@z.example,api-us`)
  const to = await give(['email,components', ...people].join('\n'), 'vouch')
  await submit(`${to}/run`)
  const system = asSystem(base, ctx.org, 'run-import')
  let calls = 0
  const dying = new Proxy(system.db, {
    get: (db, name) => {
      if (name === 'transaction' && ++calls === 3) throw new Error('killed')
      const value = Reflect.get(db, name)
      return typeof value === 'function' ? value.bind(db) : value
    },
  })
  await assert.rejects(runImport({ ...system, db: dying }, { import: idIn(to) }), /killed/)
  assert.equal((await rows()).length, 1000)
  assert.deepEqual((await findImport(ctx, idIn(to))).done, { added: 1000 })
  await runImport(system, { import: idIn(to) })
  await runImport(system, { import: idIn(to) })
  assert.equal((await rows()).length, 1300)
  const { done, state } = await findImport(ctx, idIn(to))
  assert.deepEqual([done, state], [{ added: 1300 }, 'done'])
  const chosen = await ctx.db
    .selectFrom('subscriber_components as c')
    .innerJoin('subscribers as s', 's.id', 'c.subscriber_id')
    .select('s.id')
    .where('s.org_id', '=', ctx.org)
    .execute()
  assert.equal(chosen.length, 1300)
})

test('what is exported comes back as it was, and a spreadsheet runs none of it', async () => {
  const { ctx, add, see, look, give, page } = await setUp('export')
  await add('=cmd@e.example')
  const id = await add('b@e.example')
  await ctx.db
    .updateTable('subscribers')
    .set({ labels: ['=1+1', 'a"b'], language: 'de' })
    .where('id', '=', id)
    .execute()
  const file = await see('/console/subscribers/export.csv')
  assert.match(file, /^id,page,channel,email,/)
  assert.match(file, /,'=cmd@e\.example,/)
  assert.match(file, /,"'=1\+1;a""b",de,/)
  const to = await give(file, 'vouch')
  shows(await see(to), /Added<\/dt><dd>0<.*same already<\/dt><dd>2<.*Left alone<\/dt><dd>0<.*problems<\/dt><dd>0</s)
  assert.equal((await look('/console/subscribers/export.csv', 'editor')).status, 403)
  const narrow = await see(`/console/subscribers/export.csv?language=de&page=${page}`)
  hides(narrow, /cmd/)
  const { kind } = await ctx.db
    .selectFrom('events')
    .select('kind')
    .where('org_id', '=', ctx.org)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  assert.equal(kind, 'subscribers.exported')
})

test('a file that is none fails with its reason; one that is too large leaves nothing', async () => {
  const { ctx, give, see, page } = await setUp('none')
  shows(await see(await give('name,colour\nPat,red\n')), /Cannot be read.*The first line has to name the columns/s)
  shows(await see(await give('')), /The file is empty/)
  async function* endless() {
    for (;;) yield Buffer.alloc(50_000_000)
  }
  await assert.rejects(keepImport(ctx, { page, name: 'x', vouched: false }, endless()), /larger than/)
  assert.equal(
    (await ctx.db.selectFrom('subscriber_imports').select('id').where('org_id', '=', ctx.org).execute()).length,
    2,
  )
})
