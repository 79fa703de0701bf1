import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAccount } from '../channel-accounts/create.ts'
import { slackApp } from '../channels/slack-app.ts'
import type { Actor, Role } from '../lib/context.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { slackOauth } from '../test/slack-oauth.ts'
import { testWeb } from '../test/web.ts'
import { mount } from '../web/mount.ts'
import { slackInstallRoutes } from './api.ts'
import { slackInstallPages } from './public.ts'

const database = await testDatabase()
const { settings } = slackApp.sample

async function setUp(seed: string, role: Role = 'admin') {
  const { ctx, base, clock } = await testContext(database, { seed })
  const slack = await slackOauth(settings, 'http://status.test/channels/slack-app/installed')
  const place = await acme(ctx)
  const account = await createAccount(ctx, { key: 'app', kind: 'slack-app', settings })
  const actor: Actor = { kind: 'token', id: 't', name: 'Portal', role }
  const signed = async () => ({ org: ctx.org, actor })
  const http = slack.vendor.via('slack.com').http
  const web = testWeb({ base: { ...base, http }, authenticate: { token: signed, session: signed } })
  const app = mount(web, [...slackInstallRoutes, ...slackInstallPages()])
  const begin = async (body: object, named = account.key) => {
    const headers = { authorization: 'Bearer t', host: 'status.test', 'content-type': 'application/json' }
    const path = `http://status.test/api/v1/channel-accounts/${named}/slack-install`
    const answer = await app.request(path, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: answer.status, body: await answer.json() }
  }
  const open = (url: string) => app.request(url, { headers: { host: 'status.test' } })
  const rows = () => ctx.db.selectFrom('subscribers').selectAll().where('org_id', '=', ctx.org).execute()
  return { ctx, clock, slack, account, begin, open, rows, ...place }
}

test('a program gets an address at Slack; who follows it, without a session, has a channel that hears', async () => {
  const { slack, clock, begin, open, rows, page, us } = await setUp('given')
  const begun = await begin({ page, components: ['api-us'], language: 'de' })
  assert.equal(begun.status, 201)
  assert.equal(begun.body.expiresAt, new Date(clock.now().getTime() + 600_000).toISOString())
  assert.match(begun.body.url, /^https:\/\/slack\.com\/oauth\/v2\/authorize\?/)
  assert.doesNotMatch(decodeURIComponent(begun.body.url), /api-us|Portal|secret/)
  const back = await open(await slack.allow(begun.body.url))
  assert.match(back.headers.get('location') ?? '', /^http:\/\/status\.test\/u\/[\w.-]+\?begun=yes$/)
  const [row] = await rows()
  assert.deepEqual([row?.state, row?.language, row?.world, row?.all_components], ['active', 'de', false, false])
  assert.ok(us)
  const world = await begin({ page, as: 'world' })
  slack.channel('C22222222')
  const there = await open(await slack.allow(world.body.url))
  assert.match(there.headers.get('location') ?? '', /\/console\/settings\/pages\/\w+\/world$/)
  assert.deepEqual((await rows()).map((one) => one.world).sort(), [false, true])
})

test('what is too old, refused in Slack, or of an account that was switched off adds nothing', async () => {
  const { ctx, slack, clock, account, begin, open, rows, page } = await setUp('late')
  const said = async (url: string) => (await (await open(url)).text()).replace(/\s+/g, ' ')
  const { url } = (await begin({ page })).body
  assert.match(await said(slack.refuse(url)), /it was not allowed in Slack/)
  const late = await slack.allow(url)
  clock.advance(11 * 60_000)
  assert.match(await said(late), /longer than ten minutes/)
  const off = await slack.allow((await begin({ page })).body.url)
  await ctx.db.updateTable('channel_accounts').set({ enabled: false }).where('id', '=', account.id).execute()
  assert.match(await said(off), /Nothing was added/)
  assert.equal((await begin({ page })).status, 409)
  assert.deepEqual(await rows(), [])
})

test('it is for admins, for accounts of Slack apps, and names what is wrong', async () => {
  const { ctx, begin, page } = await setUp('whose')
  const mail = { url: 'smtp://mail.acme.example', from: 'a@acme.example' }
  await createAccount(ctx, { key: 'mail', kind: 'smtp', settings: mail })
  assert.equal((await begin({ page }, 'mail')).status, 404)
  assert.equal((await begin({ page: 'nowhere' })).status, 404)
  const wrong = await begin({ page, components: ['nothing'] })
  assert.deepEqual([wrong.status, wrong.body.errors[0].pointer], [422, '/components/0'])
  const many = await begin({ page, components: Array.from({ length: 301 }, (_, i) => `c${i}`) })
  assert.deepEqual([many.status, many.body.errors[0].pointer], [422, '/components'])
  const { begin: asEditor, page: other } = await setUp('editor', 'editor')
  assert.equal((await asEditor({ page: other })).status, 403)
})
