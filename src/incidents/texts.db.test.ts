import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAudience } from '../audiences/create.ts'
import { removeAudience } from '../audiences/remove.ts'
import type { Context } from '../lib/context.ts'
import { explainDelivery } from '../notifications/explain.ts'
import { fanOutStage } from '../test/fan-out.ts'
import { correctUpdate, withdrawUpdate } from './correct-update.ts'
import { postUpdate } from './post-update.ts'
import { incidentShape } from './shape.ts'

const { server, setUp } = await fanOutStage()
const mailsTo = (address: string) =>
  server.mails.filter((mail) => mail.to[0] === address).map((mail) => mail.parsed.text!)
const texts = [
  { audience: 'gold', body: 'Gold customers are not charged.', short: 'Not charged.' },
  { audience: 'subscribers', body: 'Subscribers read this.' },
]

async function stage(seed: string) {
  const it = await setUp(seed)
  const gold = await createAudience(it.ctx, { page: it.page, key: 'gold', name: 'Gold', emails: [it.at('pat')] })
  return { ...it, gold }
}

test('each reader is told in the words that are for them, and nobody in others’', async () => {
  const { ctx, open, work, at, people } = await stage('words')
  const { id, update } = await open({ short: 'Slow.', texts })
  await work()
  assert.match(mailsTo(at('pat'))[0]!, /Gold customers/)
  assert.match(mailsTo(at('kim'))[0]!, /Subscribers read this/)
  assert.doesNotMatch(mailsTo(at('kim')).join(), /Gold/)
  assert.doesNotMatch(mailsTo(at('pat')).join(), /Subscribers read|It is slow/)
  const shape = (await incidentShape(ctx, id)).updates[0]
  assert.deepEqual(
    [shape?.short, shape?.texts.map(({ audience, short }) => [audience, short])],
    [
      'Slow.',
      [
        ['gold', 'Not charged.'],
        ['subscribers', null],
      ],
    ],
  )
  const [explained] = await explainDelivery(ctx, update.id, people.pat)
  assert.equal(explained?.words, 'gold')
})

test('a correction for some is told to them alone, and the post of the others stays as it was', async () => {
  const { ctx, open, work, at, ledger } = await stage('corrected')
  const { id, update } = await open({ texts })
  await work()
  server.mails.length = 0
  const before = (await row(ctx, id)).updated_at
  const corrected = await correctUpdate(ctx, id, update.id, {
    texts: [{ audience: 'gold', body: 'Gold customers get it back.' }],
    notify: true,
  })
  await work()
  assert.equal(server.mails.length, 1)
  assert.match(mailsTo(at('pat'))[0]!, /was wrong[\s\S]*Gold customers get it back/)
  assert.deepEqual([corrected.updated_at, (await row(ctx, id)).updated_at], [update.updated_at, before])
  const kim = (await ledger()).find(({ line }) => line.startsWith('kim') && line.includes('skipped'))
  assert.equal(kim?.reason, 'what they were told was right')
  await assert.rejects(
    correctUpdate(ctx, id, update.id, { texts: [{ audience: 'staff', body: 'New.' }], notify: false }),
    { problems: [{ pointer: '/texts/0/audience', detail: 'expected an audience that the post has words for' }] },
  )
  const same = { texts: [{ audience: 'gold', body: 'Gold customers get it back.' }], notify: false }
  await assert.rejects(correctUpdate(ctx, id, update.id, same), /same as before/)
})

test('a withdrawal takes all words', async () => {
  const { ctx, open, work, at } = await stage('withdrawn')
  const { id, update } = await open({ texts })
  await work()
  server.mails.length = 0
  await withdrawUpdate(ctx, id, update.id, { reason: 'It was another page.', notify: true })
  await work()
  assert.match(mailsTo(at('pat'))[0]!, /It was another page/)
  assert.doesNotMatch(mailsTo(at('pat'))[0]!, /Gold customers/)
})

test('who is named must be there, once, and not be everyone; who has words of their own stays', async () => {
  const { ctx, open, gold } = await stage('named')
  const { id } = await open({ texts })
  const post = (audiences: string[]) =>
    postUpdate(ctx, id, {
      status: 'identified',
      body: 'b',
      texts: audiences.map((audience) => ({ audience, body: 'b' })),
    })
  const pointers = (error: unknown) =>
    error instanceof Error && 'problems' in error
      ? (error.problems as { pointer: string }[]).map(({ pointer }) => pointer)
      : null
  const refused = async (audiences: string[]) =>
    post(audiences).then(
      () => null,
      (error: unknown) => pointers(error),
    )
  assert.deepEqual(await refused(['gold', 'nobody']), ['/texts/1/audience'])
  assert.deepEqual(await refused(['everyone', 'gold', gold.id]), ['/texts/0/audience', '/texts/2/audience'])
  await assert.rejects(removeAudience(ctx, gold.id), /limits the post on "Slower responses/)
})

const row = (ctx: Context, id: string) =>
  ctx.db.selectFrom('incidents').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
