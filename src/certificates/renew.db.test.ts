import assert from 'node:assert/strict'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { generate } from 'selfsigned'
import { declareHost } from '../domains/declare.ts'
import { type Context, transaction } from '../lib/context.ts'
import { createPage } from '../pages/create.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { testFolder } from '../test/folder.ts'
import type { Issued } from './order.ts'
import { renewCertificates } from './renew.ts'
import { openCertificates } from './store.ts'

const { ctx: plain, clock } = await testContext(await testDatabase())
const settings = {
  ...plain.settings,
  url: 'https://up.example',
  acme: { directory: 'https://ca.example', email: null },
}
const ctx: Context = { ...plain, settings }
const host = 'status.acme.example'
const page = await createPage(ctx, { slug: 'acme', name: 'Acme', host })
const day = 86_400_000
const pems = await generate([{ name: 'commonName', value: host }], { keySize: 2048 })
const row = () => ctx.db.selectFrom('certificates').selectAll().where('host', '=', host).executeTakeFirst()

const asked: string[] = []
const issuing = async (_ctx: Context, _acme: unknown, name: string): Promise<Issued> => {
  asked.push(name)
  const notAfter = new Date(clock.now().getTime() + 90 * day)
  return { chain: pems.cert, key: pems.private, notBefore: clock.now(), notAfter }
}
const refusing = async (): Promise<Issued> => {
  throw new Error('urn:ietf:params:acme:error:dns ::\n no such name')
}

test('without the setting nothing is ordered', async () => {
  assert.equal(await renewCertificates(plain, issuing), 0)
})

test('a refusal is kept in words and tried again later each time, a day apart at most', async () => {
  assert.equal(await renewCertificates(ctx, refusing), 2)
  const waits: number[] = []
  for (let i = 0; i < 10; i++) {
    const { order_at, failures, reason } = (await row())!
    waits.push((order_at.getTime() - clock.now().getTime()) / 60_000)
    assert.deepEqual([failures, reason], [i + 1, 'urn:ietf:params:acme:error:dns :: no such name'])
    assert.equal(await renewCertificates(ctx, issuing), 0)
    clock.advance(order_at.getTime() - clock.now().getTime())
    if (i < 9) assert.equal(await renewCertificates(ctx, refusing), 2)
  }
  assert.deepEqual(waits, [5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440])
})

test('what is issued is kept sealed, served, renewed after two thirds of its time, and ordered by one process alone', async () => {
  const both = await Promise.all([renewCertificates(ctx, issuing), renewCertificates(ctx, issuing)])
  assert.deepEqual([both[0] + both[1], asked.toSorted()], [2, [host, 'up.example']])
  const kept = (await row())!
  assert.equal(kept.failures, 0)
  assert.equal(kept.reason, null)
  assert.equal(kept.order_at.getTime() - clock.now().getTime(), 60 * day)
  assert.ok(!kept.sealed_key?.includes('PRIVATE KEY'))
  clock.advance(59 * day)
  assert.equal(await renewCertificates(ctx, issuing), 0)
  clock.advance(day)
  assert.equal(await renewCertificates(ctx, issuing), 2)
})

test('the store serves them, also from its folder alone, which holds no open key', async () => {
  const dataDir = await testFolder()
  const store = await openCertificates(ctx, dataDir)
  assert.equal(store.contextOf(host), null)
  await store.refresh()
  const context = store.contextOf('STATUS.acme.example')
  assert.ok(context)
  assert.equal(store.contextOf('evil.example'), null)
  await store.refresh()
  assert.equal(store.contextOf(host), context, 'what has not changed is not made again')
  const broken = { ...ctx, db: plain.db, settings }
  assert.ok((await openCertificates(broken, dataDir)).contextOf(host))
  const folder = join(dataDir, 'certificates')
  assert.equal((await stat(folder)).mode & 0o777, 0o700)
  assert.doesNotMatch(await readFile(join(folder, 'certificates.json'), 'utf8'), /PRIVATE KEY/)
  const other = { ...ctx, settings: { ...settings, secret: Buffer.alloc(32, 9) } }
  assert.equal((await openCertificates(other, dataDir)).contextOf(host), null)
})

test('a name whose proof is missing keeps its certificate and gets no other; one that is given up loses it', async () => {
  clock.advance(60 * day)
  const lose = (lost_at: Date | null) =>
    ctx.db.updateTable('domains').set({ lost_at }).where('host', '=', host).execute()
  await lose(clock.now())
  assert.equal(await renewCertificates(ctx, issuing), 1)
  assert.ok((await row())?.chain)
  await lose(null)
  assert.equal(await renewCertificates(ctx, issuing), 1)
  await transaction(ctx, (inside) => declareHost(inside, page, null))
  await renewCertificates(ctx, issuing)
  assert.equal(await row(), undefined)
})
