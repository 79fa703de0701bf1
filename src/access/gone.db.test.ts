import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeUser } from '../accounts/change-user.ts'
import { inviteUser } from '../accounts/invite.ts'
import { findPage } from '../pages/find.ts'
import { addSubscriber } from '../subscribers/add.ts'
import { unsubscribe } from '../subscribers/change.ts'
import { changeMany } from '../subscribers/change-many.ts'
import { eraseSubscriber } from '../subscribers/erase.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { readerAt, readingServer } from '../test/reading.ts'
import { changeAccess } from './change.ts'
import { forgetOldAccess } from './end.ts'
import { createFeed } from './feeds.ts'
import { readKeptAccess } from './kept.ts'
import { sealSession, sessionName } from './session.ts'
import { startReading, type Who } from './sign-in.ts'

const database = await testDatabase()
const { ctx, base, clock } = await testContext(database, { seed: 'gone' })
const { page } = await acme(ctx)
const { dataDir, publisher, origin, events } = await readingServer(base)
await changeAccess(ctx, page, { private: true, subscribers: true, addresses: ['@partner.example'] })

/** A reader who came in like this; whether they are still let in. */
async function enter(who: Who) {
  clock.advance(1000)
  const session = await startReading(ctx, await findPage(ctx, page), who)
  clock.advance(1000)
  const cookie = `${sessionName(page, false)}=${sealSession(ctx, session)}`
  return {
    session,
    reads: async () => {
      await publisher.reconcile()
      return (await readerAt(origin).get('/history', { cookie })).status === 200
    },
  }
}
const byMail = (email: string) => enter({ way: 'mail', identity: `mail:${email}`, email })
const subscribe = async (email: string) =>
  (await addSubscriber(ctx, { page, email, components: null, confirmed: true })).subscriber!.id

test('a colleague who is disabled reads nothing from then on, on servers without the database either', async () => {
  const { user } = await inviteUser(ctx, { email: 'kim@acme.example', name: 'Kim', role: 'editor' })
  const kim: Who = { way: 'staff', identity: 'staff:Kim', email: null, user: user.id }
  const before = await enter(kim)
  const other = await enter({ ...kim, user: 'other' })
  assert.equal(await before.reads(), true)
  await changeUser(ctx, user.id, { disabled: true })
  assert.equal(await before.reads(), false)
  assert.equal(await other.reads(), true)
  assert.deepEqual(Object.keys((await readKeptAccess(dataDir, page))!.disabled), [user.id])
  await changeUser(ctx, user.id, { disabled: false })
  assert.equal(await (await enter(kim)).reads(), true)
})

test('a subscriber who leaves is signed out, however they left; whoever may come in otherwise comes in anew', async () => {
  const ways: Record<string, (id: string) => Promise<unknown>> = {
    'link@customer.example': (id) => unsubscribe(ctx, id),
    'erased@customer.example': (id) => eraseSubscriber(ctx, id),
    'many@customer.example': (id) => changeMany(ctx, { action: 'unsubscribe' }, [id]),
    'quarantined@customer.example': (id) => changeMany(ctx, { action: 'quarantine' }, [id]),
    'listed@partner.example': (id) => unsubscribe(ctx, id),
  }
  await subscribe('stays@customer.example')
  const stays = await byMail('stays@customer.example')
  for (const [email, leave] of Object.entries(ways)) {
    const id = await subscribe(email)
    const reader = await byMail(email)
    assert.equal(await reader.reads(), true, email)
    await leave(id)
    assert.equal(await reader.reads(), false, email)
  }
  assert.equal(await stays.reads(), true)
  const listed = await byMail('listed@partner.example')
  assert.equal(listed.session.subscriber, false)
  assert.equal(await listed.reads(), true)
})

test('who comes back is let in by a new session, and not by the old one', async () => {
  const id = await subscribe('back@customer.example')
  const old = await byMail('back@customer.example')
  await changeMany(ctx, { action: 'quarantine' }, [id])
  clock.advance(1000)
  await changeMany(ctx, { action: 'revive' }, [id])
  const again = await byMail('back@customer.example')
  assert.deepEqual([await old.reads(), await again.reads()], [false, true])
})

test('a feed that a subscriber made ends when they leave', async () => {
  const id = await subscribe('feeds@customer.example')
  const { session } = await byMail('feeds@customer.example')
  const { token } = await createFeed(ctx, { page, name: 'Mine', session })
  const opens = async () => {
    await publisher.reconcile()
    return (await readerAt(origin).get(`/feed.json?token=${token}`)).status === 200
  }
  assert.equal(await opens(), true)
  await unsubscribe(ctx, id)
  assert.equal(await opens(), false)
})

test('of many who leave at once servers hear once, and what is over is forgotten', async () => {
  const ids: string[] = []
  for (const n of [1, 2, 3]) ids.push(await subscribe(`n${n}@customer.example`))
  const version = async () =>
    (await ctx.db.selectFrom('page_access').select('version').where('page_id', '=', page).executeTakeFirstOrThrow())
      .version
  const before = await version()
  await changeMany(ctx, { action: 'unsubscribe' }, ids)
  assert.equal(await version(), before + 1)
  const left = () => ctx.db.selectFrom('access_left').select('left_at').where('page_id', '=', page).execute()
  assert.ok((await left()).length >= 3)
  clock.advance(721 * 3_600_000)
  await forgetOldAccess(ctx)
  assert.deepEqual(await left(), [])
})

test('on a public page a leaver ends nobody’s live updates but those of who sees more', async () => {
  await changeAccess(ctx, page, { private: false })
  await publisher.reconcile()
  const stop = new AbortController()
  // Kept in hand: of an answer that nobody holds any more, fetch ends the stream when garbage is collected.
  const stream = await fetch(`${origin}/events`, { signal: stop.signal })
  assert.equal(events.size(), 1)
  await unsubscribe(ctx, await subscribe('public@customer.example'))
  await publisher.reconcile()
  assert.equal(events.size(), 1)
  assert.equal(stream.status, 200)
  stop.abort()
})
