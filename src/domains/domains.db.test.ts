import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Context } from '../lib/context.ts'
import { changePage } from '../pages/change.ts'
import { createPage } from '../pages/create.ts'
import { findPage } from '../pages/find.ts'
import { removePage } from '../pages/remove.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { otherOrganization, records } from '../test/records.ts'
import { addDomain } from './add.ts'
import { checkDomain, checkDue } from './check.ts'
import { domainsOf, findDomain, findingsOf } from './find.ts'
import { makePrimary } from './make-primary.ts'
import { namesOf, readNames } from './names.ts'
import { recordName, recordValue } from './prove.ts'
import { removeDomain } from './remove.ts'
import { tellOwners } from './tell-owners.ts'

const { ctx: first, clock } = await testContext(await testDatabase())
const world = records()
const operator = world.on(first)
const acme = world.on(await otherOrganization(first))
const evil = world.on(await otherOrganization(first))
const day = 86_400_000
let count = 0

async function claim(ctx: Context, host: string) {
  const page = await createPage(ctx, { slug: `page-${++count}`, name: `Page ${count}` })
  return { ctx, page: page.id, domain: await addDomain(ctx, page.id, { host }) }
}
type Claim = Awaited<ReturnType<typeof claim>>

const prove = ({ domain }: Claim) => world.txt.set(recordName(domain.host), [recordValue(domain.token)])
const check = ({ ctx, page, domain }: Claim) => checkDomain(ctx, page, domain.id)
const again = ({ ctx, page, domain }: Claim) => findDomain(ctx, page, domain.id)
const hostOfPage = async ({ ctx, page }: Claim) => (await findPage(ctx, page)).host
const names = async () => namesOf(await readNames(first), first.settings, [])
const kindsOf = async (ctx: Context, subject: string) =>
  (await ctx.db.selectFrom('events').select('kind').where('subject_id', '=', subject).orderBy('id').execute()).map(
    ({ kind }) => kind,
  )

test('a claim changes nothing; its record makes it the page’s address, a second name leads there', async () => {
  const one = await claim(acme, 'status.one.example')
  assert.equal((await check(one)).state, 'unproven')
  assert.deepEqual(
    findingsOf(await again(one)).map(({ look, found }) => [look, found]),
    [
      ['dns', 'no TXT record'],
      ['file', 'no answer: The host name does not exist'],
    ],
  )
  assert.equal((await names()).serves('status.one.example'), false)
  assert.equal((await names()).proof('status.one.example'), null)
  assert.equal(await hostOfPage(one), null)

  prove(one)
  assert.deepEqual([(await check(one)).state, (await check(one)).proof], ['proven', 'dns'])
  assert.equal(await hostOfPage(one), 'status.one.example')
  assert.deepEqual(await kindsOf(acme, one.domain.id), ['domain.added', 'domain.proven'])

  const second = { ...one, domain: await addDomain(acme, one.page, { host: 'www.one.example' }) }
  prove(second)
  await check(second)
  assert.equal(await hostOfPage(one), 'status.one.example')
  assert.equal((await names()).movedTo('WWW.one.example.:443'), 'http://status.one.example')
  assert.equal((await names()).movedTo('status.one.example'), null)
  await makePrimary(acme, one.page, 'www.one.example')
  assert.equal((await names()).movedTo('status.one.example'), 'http://www.one.example')
  await removeDomain(acme, one.page, 'www.one.example')
  assert.equal(await hostOfPage(one), 'status.one.example')
  assert.equal((await names()).serves('www.one.example'), false)
})

test('a name has one owner: the second organization waits until the first shows no record any more', async () => {
  const ours = await claim(acme, 'status.two.example')
  const theirs = await claim(evil, 'status.two.example')
  prove(ours)
  await check(ours)
  assert.equal((await check(theirs)).state, 'unproven')

  world.txt.set(
    recordName('status.two.example'),
    [ours, theirs].map(({ domain }) => recordValue(domain.token)),
  )
  assert.equal((await check(theirs)).state, 'unproven')
  assert.match(findingsOf(await again(theirs)).at(-1)?.found ?? '', /its proof still stands/)
  assert.equal((await again(ours)).state, 'proven')

  prove(theirs)
  assert.equal((await check(theirs)).state, 'proven')
  assert.deepEqual([(await again(ours)).state, await hostOfPage(ours)], ['broken', null])
  assert.equal(await hostOfPage(theirs), 'status.two.example')
})

test('that a name leads here says not for whom: no alias and no file of ours proves it for others', async () => {
  const dangling = await claim(evil, 'status.three.example')
  world.cname.set('status.three.example', 'status.test')
  assert.equal((await check(dangling)).state, 'unproven')
  assert.equal((await names()).proof('status.three.example'), null)
  const own = await claim(operator, 'status.three.example')
  assert.equal((await names()).proof('status.three.example'), recordValue(own.domain.token))
  assert.deepEqual([(await check(own)).state, (await again(own)).proof], ['proven', 'here'])
  assert.equal((await check(dangling)).state, 'unproven')
})

test('a file where the name leads today proves it; once it leads here we show it ourselves', async () => {
  const one = await claim(acme, 'status.four.example')
  world.files.set('http://status.four.example/.well-known/upfront-domain', `\n${recordValue(one.domain.token)}\n`)
  assert.equal((await check(one)).proof, 'file')
  assert.equal((await names()).proof('status.four.example'), recordValue(one.domain.token))
})

test('a lost proof is warned about, served for a week, then stopped; it comes back by itself', async () => {
  const one = await claim(acme, 'status.five.example')
  prove(one)
  await check(one)
  world.txt.delete(recordName('status.five.example'))
  assert.equal(await checkDue(acme), 0)
  clock.advance(day)
  while ((await checkDue(acme)) > 0);
  assert.deepEqual([(await again(one)).state, (await again(one)).lost_at], ['proven', clock.now()])
  assert.equal((await names()).serves('status.five.example'), true)
  const lost = await acme.db
    .selectFrom('events')
    .select('id')
    .where('kind', '=', 'domain.lost')
    .where('subject_id', '=', one.domain.id)
    .executeTakeFirstOrThrow()
  const user = { id: 'owner-five', org_id: acme.org, email: 'o@acme.example', name: 'O', role: 'owner' }
  await acme.db
    .insertInto('users')
    .values({ ...user, created_at: clock.now() })
    .execute()
  await tellOwners(acme, lost.id)
  const letters = await acme.db.selectFrom('letters').select('body').where('org_id', '=', acme.org).execute()
  assert.match(letters[0]?.body ?? '', /_upfront\.status\.five\.example/)

  clock.advance(7 * day)
  while ((await checkDue(acme)) > 0);
  assert.deepEqual([(await again(one)).state, await hostOfPage(one)], ['broken', null])
  assert.equal((await names()).serves('status.five.example'), false)
  prove(one)
  clock.advance(day)
  while ((await checkDue(acme)) > 0);
  assert.deepEqual([(await again(one)).state, await hostOfPage(one)], ['proven', 'status.five.example'])
})

test('a name that was given up waits thirty days for the others, but not for a record', async () => {
  const ours = await claim(acme, 'status.six.example')
  prove(ours)
  await check(ours)
  await removePage(acme, ours.page)
  const theirs = await claim(evil, 'status.six.example')
  const file = 'http://status.six.example/.well-known/upfront-domain'
  world.files.set(file, recordValue(theirs.domain.token))
  assert.match(findingsOf(await check(theirs)).at(-1)?.found ?? '', /given up by somebody else/)
  prove(theirs)
  assert.equal((await check(theirs)).state, 'proven')
  await removePage(evil, theirs.page)
  const back = await claim(acme, 'status.six.example')
  world.txt.clear()
  world.files.set(file, recordValue(back.domain.token))
  assert.equal((await check(back)).state, 'unproven')
  clock.advance(30 * day)
  assert.equal((await check(back)).state, 'proven')
})

test('the operator’s word is proof; others choose among what they have proven', async () => {
  const page = await createPage(operator, { slug: 'own', name: 'Own', host: 'status.seven.example' })
  const [declared] = await domainsOf(operator, page.id)
  assert.deepEqual([declared?.state, declared?.proof, page.host], ['proven', 'declared', 'status.seven.example'])
  await assert.rejects(
    createPage(evil, { slug: 'evil-seven', name: 'Evil', host: 'status.seven.example' }),
    /already has the slug .* or the host name/,
  )
  await assert.rejects(createPage(evil, { slug: 'evil', name: 'Evil', host: 'bank.example' }), /not proven/)
  const theirs = await claim(evil, 'status.seven.example')
  prove(theirs)
  assert.equal((await check(theirs)).state, 'unproven')
  await changePage(operator, page.id, { host: 'status.eight.example' })
  assert.deepEqual(
    (await domainsOf(operator, page.id)).map(({ host }) => host),
    ['status.eight.example'],
  )
  assert.equal((await check(theirs)).state, 'proven')
})

test('names of the installation and of another page of the same people are refused, and too many', async () => {
  const one = await claim(acme, 'status.nine.example')
  await assert.rejects(addDomain(acme, one.page, { host: 'status.test' }), /belongs to the installation/)
  await assert.rejects(addDomain(acme, one.page, { host: 'status.nine.example' }), /has status\.nine\.example already/)
  prove(one)
  await check(one)
  await assert.rejects(claim(acme, 'status.nine.example'), /Another page of yours/)
  for (let i = 1; i < 25; i++) await addDomain(acme, one.page, { host: `n${i}.nine.example` })
  await assert.rejects(addDomain(acme, one.page, { host: 'n25.nine.example' }), /at most 25/)
  await assert.rejects(findDomain(evil, one.page, one.domain.id), /not found/)
})
