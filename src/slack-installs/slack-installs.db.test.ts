import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAccount } from '../channel-accounts/create.ts'
import { slackApp } from '../channels/slack-app.ts'
import { targetOf } from '../subscribers/destination.ts'
import { subscriptionPages } from '../subscribers/public.ts'
import { acme } from '../test/acme.ts'
import { testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { slackOauth } from '../test/slack-oauth.ts'
import { slackConsolePages } from './console.ts'
import { slackInstallPages } from './public.ts'

const database = await testDatabase()
const { settings } = slackApp.sample

async function setUp(seed: string) {
  const { ctx: bare, clock } = await testContext(database, { seed })
  const slack = await slackOauth(settings, 'http://status.test/channels/slack-app/installed')
  const ctx = { ...bare, http: slack.vendor.via('slack.com').http }
  const place = await acme(ctx)
  const account = await createAccount(ctx, { key: 'slack-app', kind: 'slack-app', settings })
  const { app, look } = testConsole(ctx, [...subscriptionPages(), ...slackInstallPages(), ...slackConsolePages])
  const slug = `acme-${place.page}`
  const wish = async (fields: Record<string, string> = {}) => {
    const answer = await app.request(`/p/${slug}/subscribe/channel`, {
      method: 'POST',
      body: new URLSearchParams({ channel: 'slack', 'slack.url': '', website: '', ...fields }),
      headers: { host: 'status.test', origin: 'http://status.test' },
    })
    const text = await answer.text()
    return { text, link: /href="(http:\/\/status\.test\/channels\/slack-app\/add[^"]+)"/.exec(text)?.[1] ?? '' }
  }
  /** As a browser, which brings its cookies. */
  const open = (url: string, cookie = '') => app.request(url, { headers: { host: 'status.test', cookie } })
  /** To Slack and back; where Slack sent the browser, and the cookie that it has. */
  const toSlack = async (link: string, cookie = '') => {
    const begun = await open(link, cookie)
    assert.equal(begun.status, 303, await begun.clone().text())
    const own = (begun.headers.get('set-cookie') ?? '').split(';')[0]!
    return { to: begun.headers.get('location')!, cookie: [cookie, own].filter(Boolean).join('; ') }
  }
  const rows = () => ctx.db.selectFrom('subscribers').selectAll().where('org_id', '=', ctx.org).execute()
  return { ctx, clock, slack, account, look, wish, open, toSlack, rows, slug, ...place }
}

test('a reader chooses a channel in Slack, which hears from then on; its token is sealed', async () => {
  const { ctx, slack, wish, open, toSlack, rows } = await setUp('reader')
  const { text, link } = await wish({ components: 'api-us', language: 'de' })
  assert.match(text, /Weiter in Slack/)
  const { to, cookie } = await toSlack(link)
  const done = await open(await slack.allow(to), cookie)
  assert.equal(done.status, 303, await done.clone().text())
  assert.match(done.headers.get('location') ?? '', /^http:\/\/status\.test\/u\/[\w.-]+\?begun=yes$/)
  assert.match(done.headers.get('set-cookie') ?? '', /^upfront-slack=; Max-Age=0/)
  const [row] = await rows()
  assert.deepEqual([row?.state, row?.channel, row?.language, row?.all_components], ['active', 'slack', 'de', false])
  assert.match(row?.consent_text ?? '', /about API · US/)
  assert.equal(targetOf(ctx, row!).token, slackApp.sample.target.token)
  assert.doesNotMatch(row!.target!.toString('latin1'), /xoxb/)
  const page = await (await open(done.headers.get('location')!)).text()
  assert.match(page, /<p role="status">Sie hören von uns/)
})

test('the same channel at the next installation is the same subscriber, with the new webhook', async () => {
  const { ctx, slack, wish, open, toSlack, rows } = await setUp('again')
  for (const hook of ['first', 'second']) {
    slack.webhook(`https://hooks.slack.com/services/T00000000/B00000000/${hook}webhook`)
    const { to, cookie } = await toSlack((await wish()).link)
    await open(await slack.allow(to), cookie)
  }
  const all = await rows()
  assert.equal(all.length, 1)
  assert.match(String(targetOf(ctx, all[0]!).url), /secondwebhook$/)
})

test('another browser, an old state, a changed one, a used code and a no add nothing, in words', async () => {
  const { slack, wish, open, toSlack, rows, clock } = await setUp('no')
  const said = async (url: string, cookie: string) => (await (await open(url, cookie)).text()).replace(/\s+/g, ' ')
  const first = await toSlack((await wish()).link)
  const back = await slack.allow(first.to)
  assert.match(await said(back, ''), /begun in another browser/)
  assert.match(await said(back.replace(/state=.{10}/, 'state=0123456789'), first.cookie), /does not work any more/)
  assert.match(await said(slack.refuse(first.to), first.cookie), /it was not allowed in Slack/)
  assert.equal((await open(back, first.cookie)).status, 303)
  assert.match(await said(back, first.cookie), /Nothing was added/, 'a code works once')
  const second = await toSlack((await wish()).link)
  const late = await slack.allow(second.to)
  clock.advance(11 * 60_000)
  assert.match(await said(late, second.cookie), /longer than ten minutes/)
  assert.equal((await rows()).length, 1)
  assert.doesNotMatch(back, /xoxb/)
})

test('an operator adds a channel of their own: for everybody, or as a subscriber', async () => {
  const { slack, account, look, open, page, rows } = await setUp('own')
  for (const as of ['world', 'subscriber']) {
    slack.channel(as === 'world' ? 'C11111111' : 'C22222222')
    const begun = await look(`/console/channels/${account.id}/install?page=${page}&as=${as}`)
    const cookie = `upfront=owner; ${(begun.headers.get('set-cookie') ?? '').split(';')[0]}`
    const back = await open(await slack.allow(begun.headers.get('location')!), cookie)
    const to = back.headers.get('location')!
    assert.match(to, /^http:\/\/status\.test\/console\/channels\/installed\?/)
    const done = await open(to, cookie)
    assert.match(done.headers.get('location') ?? '', as === 'world' ? /\/world$/ : /\/console\/subscribers$/)
  }
  const all = await rows()
  assert.deepEqual(all.map((row) => [row.world, row.state]).sort(), [
    [false, 'active'],
    [true, 'active'],
  ])
  assert.match(all.find((row) => !row.world)?.consent_text ?? '', /Alice vouches/)
})

test('what an operator began, nobody else ends; what Slack says stands on the account’s page', async () => {
  const { slack, account, open, look, page, rows } = await setUp('theirs')
  const begun = await look(`/console/channels/${account.id}/install?page=${page}&as=world`)
  const own = (begun.headers.get('set-cookie') ?? '').split(';')[0]!
  const at = slack.refuse(begun.headers.get('location')!).replace('/channels/slack-app/', '/console/channels/')
  assert.equal((await open(at, `upfront=owner`)).headers.get('location'), '/console/channels')
  const no = await open(at, `upfront=owner; ${own}`)
  assert.equal(no.headers.get('location'), `/console/channels/${account.id}#slack`)
  assert.equal((await open(at, `upfront=editor; ${own}`)).status, 403)
  assert.equal((await open(`http://status.test/channels/slack-app/add?wish=https://evil.example`)).status, 200)
  assert.equal((await rows()).length, 0)
})
