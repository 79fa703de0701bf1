import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeAccount } from '../channel-accounts/change.ts'
import { createAccount } from '../channel-accounts/create.ts'
import type { Context } from '../lib/context.ts'
import { handle } from '../queue/job.ts'
import { drain } from '../queue/worker.ts'
import { testDatabase } from '../test/database.ts'
import { installation } from '../test/installation.ts'
import { visitor } from '../test/visitor.ts'
import { mount } from '../web/mount.ts'
import { changeUser } from './change-user.ts'
import { forgottenJob, mailForgotten } from './forgot.ts'
import { inviteUser } from './invite.ts'
import { inviteByMail } from './mail-link.ts'
import { firstOrganization } from './organization.ts'
import { setPasswordByLink } from './set-password.ts'

const database = await testDatabase()
const password = 'vermilion tractor'
let places = 0

async function setUp(seed: string, mailFrom: string | null = 'status@acme.example') {
  const made = await installation(database, { seed })
  const settings = { ...made.ctx.settings, mailFrom }
  const ctx: Context = { ...made.ctx, settings }
  const app = mount({ ...made.web, base: { ...made.base, settings } }, made.routes)
  const browser = () => visitor(app, { ip: `198.51.100.${++places}` })
  const person = async (name: string) => {
    const email = `${name}-${seed}@example.com`
    const { user, link } = await inviteUser(ctx, { email, role: 'editor' })
    await setPasswordByLink(ctx, made.accounts.passwords, { token: link.split('/').at(-1) ?? '', password })
    return { user, email }
  }
  const work = () => drain({ ...made.base, settings }, database.pool, [handle(forgottenJob, mailForgotten)])
  return { ...made, ctx, browser, person, letters: () => lettersOf(ctx), work }
}

const lettersOf = (ctx: Context) =>
  ctx.db
    .selectFrom('letters')
    .select(['kind', 'recipient', 'body'])
    .where('org_id', '=', ctx.org)
    .orderBy('created_at')
    .execute()

const forgot = '/console/forgot'

test('a link comes by mail, sets another password once, and every session ends', async () => {
  const { browser, person, letters, work } = await setUp('mailed')
  const { email } = await person('ada')
  const before = browser()
  await before.post('/console/sign-in', { email, password })
  const ada = browser()
  assert.match(await (await ada.get('/console/sign-in')).text(), /href="\/console\/forgot"/)
  assert.match(await (await ada.get(forgot)).text(), /<form method="post" action="\/console\/forgot">/)
  const answer = await ada.post(forgot, { email: email.toUpperCase() })
  assert.equal(answer.status, 200)
  assert.match(await answer.text(), /Look into your mailbox/)
  await work()
  const [letter, ...more] = await letters()
  assert.deepEqual([letter?.kind, letter?.recipient, more.length], ['reset', email, 0])
  const link = /\/console\/reset\/[\w-]+/.exec(letter?.body ?? '')?.[0] ?? ''
  assert.equal((await ada.post(link, { password: 'another tractor' })).status, 303)
  assert.equal((await before.get('/api/v1/me')).status, 401)
  assert.equal((await ada.get('/api/v1/me')).status, 200)
  assert.equal((await browser().get(link)).status, 404)
  assert.equal((await browser().post('/console/sign-in', { email, password })).status, 422)
})

test('one answer, whether somebody has the address or not; the disabled and strangers get no mail', async () => {
  const { ctx, browser, person, letters, work } = await setUp('alike')
  const [known, gone] = [await person('known'), await person('gone')]
  await changeUser(ctx, gone.user.id, { disabled: true })
  const answers = []
  for (const email of [known.email, gone.email, 'nobody@example.com']) {
    const response = await browser().post(forgot, { email })
    answers.push(`${response.status} ${[...response.headers].join()} ${await response.text()}`)
  }
  assert.equal(new Set(answers).size, 1)
  await work()
  assert.deepEqual(
    (await letters()).map(({ recipient }) => recipient),
    [known.email],
  )
})

test('who has not come in yet gets the invitation once more', async () => {
  const { ctx, browser, letters, work } = await setUp('invited')
  await inviteUser(ctx, { email: 'new-invited@example.com', role: 'viewer' })
  await browser().post(forgot, { email: 'new-invited@example.com' })
  await work()
  assert.deepEqual(
    (await letters()).map(({ kind }) => kind),
    ['invitation'],
  )
})

test('one account is written to three times in an hour, and the answer does not tell', async () => {
  const { browser, person, letters, work } = await setUp('often')
  const { email } = await person('eve')
  const statuses = []
  for (let i = 0; i < 5; i++) statuses.push((await browser().post(forgot, { email })).status)
  assert.deepEqual(statuses, [200, 200, 200, 200, 200])
  await work()
  assert.equal((await letters()).length, 3)
})

test('one place may ask ten times in a quarter of an hour', async () => {
  const { browser } = await setUp('place')
  const one = browser()
  const statuses = []
  for (let i = 0; i < 11; i++) statuses.push((await one.post(forgot, { email: `p${i}@nowhere.example` })).status)
  assert.deepEqual(statuses, [...Array(10).fill(200), 429])
})

test('without mail it says who can help, and queues nothing', async () => {
  const { browser, person, letters, work } = await setUp('no-mail', null)
  const { email } = await person('ada')
  const page = await (await browser().get(forgot)).text()
  assert.match(page, /bin\/upfront user reset/)
  assert.doesNotMatch(page, /<form/)
  const response = await browser().post(forgot, { email })
  assert.equal(response.status, 409)
  assert.match(await response.text(), /No mail can leave/)
  await work()
  assert.deepEqual(await letters(), [])
})

test('an account that carries mail is as good as the environment’s server', async () => {
  const { ctx, browser } = await setUp('by-account', null)
  const first = { ...ctx, org: (await firstOrganization(ctx)) ?? '' }
  const settings = { url: 'smtp://mail.acme.example', from: 'status@acme.example' }
  const { id } = await createAccount(first, { key: 'mail', kind: 'smtp', settings })
  assert.match(await (await browser().get(forgot)).text(), /<form method="post"/)
  assert.equal((await browser().post(forgot, { email: 'nobody@acme.example' })).status, 200)
  const { mailed } = await inviteByMail(first, { email: 'lee-by-account@example.com', role: 'editor' })
  assert.equal(mailed, true)
  await changeAccount(first, id, { enabled: false })
  assert.doesNotMatch(await (await browser().get(forgot)).text(), /<form/)
})

test('an invitation is mailed where mail is configured, and its link is shown all the same', async () => {
  const { ctx, tokens, browser, letters } = await setUp('invite')
  const { link, mailed } = await inviteByMail(ctx, { email: 'kim-invite@example.com', role: 'editor' })
  assert.equal(mailed, true)
  const [letter] = await letters()
  assert.deepEqual([letter?.kind, letter?.recipient], ['invitation', 'kim-invite@example.com'])
  assert.ok(letter?.body.includes(link))
  const response = await browser().get('/api/v1/users', { authorization: `Bearer ${tokens.owner}` })
  assert.equal(JSON.stringify(await response.json()).includes(link), false)
  const without = await setUp('invite-no-mail', null)
  const shown = await inviteByMail(without.ctx, { email: 'lee-invite@example.com', role: 'editor' })
  assert.equal(shown.mailed, false)
  assert.match(shown.link, /\/console\/reset\//)
  assert.deepEqual(await without.letters(), [])
})
