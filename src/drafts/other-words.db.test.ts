import assert from 'node:assert/strict'
import { test } from 'node:test'
import { receiveAlert } from '../alerts/receive.ts'
import { createAudience } from '../audiences/create.ts'
import { removeAudience } from '../audiences/remove.ts'
import { incidentShape } from '../incidents/shape.ts'
import { InvalidInput } from '../lib/errors.ts'
import { changeMessage } from '../messages/change.ts'
import type { ChangeMessage } from '../messages/schema.ts'
import { changePage } from '../pages/change.ts'
import { acme, addRule, alertOf } from '../test/acme.ts'
import { shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { draftPages } from './console.ts'
import { approveDraft, editDraft } from './decide.ts'
import { wordsOf } from './publish.ts'

const database = await testDatabase()

const other: ChangeMessage = {
  short: { investigating: '{{component.name}} is slow: {{alert.title}}', resolved: 'Over after {{duration}}.' },
  texts: [
    {
      audience: 'gold',
      investigating: 'Gold: {{component.name}} is slow, and *we* call you.',
      short: { investigating: 'We call you.' },
      translations: { de: { investigating: 'Gold: {{component.name}} ist langsam.' } },
    },
    { audience: 'staff', resolved: 'Staff: {{alert.title}} is over.' },
  ],
}

async function setUp(seed: string, mode: 'auto' | 'approve' = 'auto', words = other) {
  const { ctx } = await testContext(database, { seed })
  const place = await acme(ctx)
  await changePage(ctx, place.page, { languages: ['de'] })
  const gold = await createAudience(ctx, { page: place.page, key: 'gold', name: 'Gold', domains: ['gold.example'] })
  const rule = await addRule(ctx, place.page, { mode, component: place.us, nextUpdateEvery: 1800 })
  const { message_id } = await ctx.db
    .selectFrom('rules')
    .select('message_id')
    .where('id', '=', rule)
    .executeTakeFirstOrThrow()
  await changeMessage(ctx, message_id!, words)
  const fire = (state: 'firing' | 'resolved', title = 'p95 *high*') =>
    receiveAlert(ctx, place.source, null, alertOf('a', state, { title }))
  const drafts = () =>
    ctx.db.selectFrom('drafts').selectAll().where('org_id', '=', ctx.org).orderBy('created_at').execute()
  const posts = async () => {
    const { id } = await ctx.db
      .selectFrom('incidents')
      .select('id')
      .where('org_id', '=', ctx.org)
      .executeTakeFirstOrThrow()
    return (await incidentShape(ctx, id)).updates.toReversed()
  }
  return { ctx, ...place, gold, message: message_id!, fire, drafts, posts, ...testConsole(ctx, draftPages) }
}

test('what a rule posts by itself carries the short form and the words for each audience, with their values', async () => {
  const { fire, posts } = await setUp('auto')
  await fire('firing')
  await fire('resolved')
  const [opening, end] = await posts()
  assert.equal(opening?.short, 'API · US is slow: p95 *high*', 'plain text keeps what would be a mark in Markdown')
  assert.deepEqual(opening?.texts, [
    {
      audience: 'gold',
      body: 'Gold: API · US is slow, and *we* call you.',
      short: 'We call you.',
      translations: { de: { body: 'Gold: API · US ist langsam.' } },
    },
  ])
  assert.deepEqual(
    [end?.short, end?.texts.map(({ audience, body, short }) => [audience, body, short])],
    ['Over after less than a minute.', [['staff', 'Staff: p95 \\*high\\* is over.', null]]],
  )
})

test('a value that is too long is cut to the room there is, and one that is empty leaves no words', async () => {
  const words = {
    short: { investigating: '{{alert.title}}' },
    texts: [{ audience: 'gold', investigating: '{{alert.summary}}' }],
  }
  const { fire, posts } = await setUp('limits', 'auto', words)
  await fire('firing', 'word '.repeat(200))
  const [post] = await posts()
  assert.ok(post?.short && post.short.length <= 480 && post.short.endsWith('word…'), post?.short ?? '')
  assert.deepEqual(post.texts, [])
})

test('a draft shows them, lets them be changed, and goes out as it stands then', async () => {
  const { fire, drafts, see, submit, posts, gold } = await setUp('edit', 'approve')
  await fire('firing')
  const [draft] = await drafts()
  const page = await see(`/console/drafts/${draft!.id}`)
  shows(page, /name="short"[^>]*>\s*API · US is slow: p95 \*high\*<\/textarea>/)
  shows(page, new RegExp(`name="text\\.${gold.id}"[^>]*>\\s*Gold: API · US is slow`))
  shows(page, new RegExp(`name="translation\\.de\\.${gold.id}"[^>]*>\\s*Gold: API · US ist langsam`))
  await submit(`/console/drafts/${draft!.id}/approve`, {
    title: draft!.title,
    body: draft!.body,
    short: 'In our words.',
    [`text.${gold.id}`]: 'Gold, changed.',
    [`translation.de.${gold.id}`]: 'Gold, geändert.',
    'text.staff': 'Between us.',
  })
  const [post] = await posts()
  assert.deepEqual(
    [post?.short, post?.body, post?.texts.map(({ audience, body, translations }) => [audience, body, translations])],
    [
      'In our words.',
      draft!.body,
      [
        ['gold', 'Gold, changed.', { de: { body: 'Gold, geändert.' } }],
        ['staff', 'Between us.', {}],
      ],
    ],
  )
})

test('approved unchanged its words are made anew; over the API a new body takes the short form of the old one along', async () => {
  const { ctx, fire, drafts, submit, gold } = await setUp('anew', 'approve')
  await fire('firing')
  const [draft] = await drafts()
  const { title, body, short } = wordsOf(draft!)
  const edited = await editDraft(ctx, draft!.id, { body: 'Other.' })
  assert.deepEqual([edited.short, wordsOf(edited).texts.length], [null, 1])
  await assert.rejects(editDraft(ctx, draft!.id, { texts: [{ audience: 'nobody', body: 'x' }] }), /not right/)
  await ctx.db.updateTable('drafts').set({ edited_by: null, body, short }).where('id', '=', draft!.id).execute()
  const form = { title, body, short: short!, [`text.${gold.id}`]: wordsOf(draft!).texts[0]!.body }
  const rest = { [`short.${gold.id}`]: 'We call you.', [`translation.de.${gold.id}`]: 'Gold: API · US ist langsam.' }
  await submit(`/console/drafts/${draft!.id}/approve`, { ...form, ...rest })
  assert.equal((await drafts())[0]?.edited_by, null)
})

test('an audience that is gone by then gets what everybody gets', async () => {
  const { ctx, fire, drafts, posts, gold } = await setUp('gone', 'approve')
  await fire('firing')
  const [draft] = await drafts()
  await editDraft(ctx, draft!.id, { title: 'Changed' })
  await removeAudience(ctx, gold.id)
  await approveDraft(ctx, draft!.id)
  assert.deepEqual((await posts())[0]?.texts, [])
})

test('a message refuses an audience that no page has, and a promise that its rule does not keep', async () => {
  const { ctx, message } = await setUp('refused')
  const change = (texts: ChangeMessage['texts']) => changeMessage(ctx, message, { texts })
  await assert.rejects(change([{ audience: 'silver', resolved: 'x' }]), {
    problems: [{ pointer: '/texts/0/audience', detail: 'expected one of subscribers, staff, gold' }],
  })
  await ctx.db.updateTable('rules').set({ next_update_every: null }).where('message_id', '=', message).execute()
  await assert.rejects(
    change([{ audience: 'gold', short: { monitoring: 'By {{nextUpdateAt}}.' }, monitoring: 'x' }]),
    (error) => error instanceof InvalidInput && error.problems[0]?.pointer === '/texts/0/short/monitoring',
  )
})
