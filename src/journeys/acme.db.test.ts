import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acmeFile, acmeTokens, newRelicIssue, withHold } from '../test/acme-file.ts'
import { testFolder } from '../test/folder.ts'
import { testMailbox } from '../test/mailbox.ts'
import { postAlert } from '../test/post-alert.ts'
import { startUpfront } from '../test/server.ts'
import { until } from '../test/until.ts'

const mailbox = await testMailbox()
const adminToken = 'journey-0123456789abcdef'
const upfront = await startUpfront({
  env: {
    ...acmeTokens,
    UPFRONT_CONFIG: await acmeFile(await testFolder(), withHold('4s')),
    UPFRONT_ADMIN_TOKEN: adminToken,
    SMTP_URL: mailbox.url,
    MAIL_FROM: 'Acme Status <status@acme.example>',
  },
})
const hook = `${upfront.url}/hooks/newrelic/${acmeTokens.NEWRELIC_HOOK_TOKEN}`
const text = async (path: string) => (await fetch(upfront.url + path)).text()
const summary = async () => JSON.parse(await text('/api/v2/summary.json'))
const api = async (path: string) => {
  const answer = await fetch(`${upfront.url}/api/v1/${path}`, { headers: { authorization: `Bearer ${adminToken}` } })
  return (await answer.json()) as { items: { state: string; title: string }[] }
}
const title = 'Slower responses from API · US'
const places = ['/', '/api/v2/summary.json', '/api/v2/incidents.json', '/history.rss', '/history.atom', '/feed.json']

test('an alert becomes a message on the page, in the feeds and in the right mailbox', async () => {
  const before = new Date()
  const firing = await postAlert(hook, newRelicIssue({ id: 'slow', state: 'ACTIVATED', at: before }))
  assert.deepEqual([firing.outcome, firing.rule, firing.incident], ['held', 'API latency, US', null])
  const early = await Promise.all(places.map(text))
  // On a machine that stood still meanwhile the hold may be over, and these say nothing.
  if ((await api('drafts')).items[0]?.state === 'held')
    for (const page of early) assert.doesNotMatch(page, /Slower responses/)
  await until(async () => (await text('/')).includes(title))
  assert.ok(Date.now() - before.getTime() >= 4000, 'published before the hold was over')
  for (const path of places) {
    assert.match(await text(path), /Slower responses from API · US/, path)
    assert.match(await text(path), /They still complete, and your data is safe\./, path)
  }
  const { status, components, incidents } = await summary()
  assert.deepEqual([status.indicator, incidents.length, incidents[0].status], ['minor', 1, 'investigating'])
  const statusOf = (name: string) => components.find((component: { name: string }) => component.name === name).status
  assert.deepEqual(['API · US', 'API', 'API · Europe', 'Card payments'].map(statusOf), [
    'degraded_performance',
    'degraded_performance',
    'operational',
    'operational',
  ])
  const mail = await mailbox.waitFor((one) => one.to.includes('pat@customer.example'))
  assert.match(mail.parsed.subject ?? '', /Slower responses from API · US/)
  assert.match(mail.parsed.text ?? '', /your data is safe/)
})

test('its recovery resolves the incident and says so to the same reader, and nobody else heard of it', async () => {
  const closed = await postAlert(hook, newRelicIssue({ id: 'slow', state: 'CLOSED', at: new Date() }))
  assert.equal(closed.outcome, 'resolved')
  await until(async () => (await summary()).incidents.length === 0)
  assert.equal((await summary()).status.indicator, 'none')
  assert.match(await text(`/incidents/${closed.incident}`), /back to its normal speed/)
  await mailbox.waitFor((one) => /back to its normal speed/.test(one.parsed.text ?? ''))
  assert.deepEqual(
    mailbox.mails.map((one) => one.to),
    [['pat@customer.example'], ['pat@customer.example']],
  )
  const [first, second] = mailbox.mails
  assert.equal(second!.parsed.inReplyTo, first!.parsed.messageId)
})

test('a recovery inside the hold leaves no public trace', async () => {
  const mails = mailbox.mails.length
  await postAlert(hook, newRelicIssue({ id: 'peak', state: 'ACTIVATED', at: new Date() }))
  const over = await postAlert(hook, newRelicIssue({ id: 'peak', state: 'CLOSED', at: new Date() }))
  assert.equal(over.outcome, 'cancelled')
  // One that lasts, begun later: when it is public the short one would have been.
  await postAlert(hook, newRelicIssue({ id: 'lasting', state: 'ACTIVATED', at: new Date() }))
  await until(async () => (await summary()).incidents.length > 0)
  await mailbox.waitFor((one) => mailbox.mails.indexOf(one) >= mails)
  const { incidents } = JSON.parse(await text('/api/v2/incidents.json'))
  // So soon after its end the incident is continued; the short one would have added two posts.
  assert.deepEqual([incidents.length, incidents[0].incident_updates.length], [1, 3])
  assert.equal(mailbox.mails.length, mails + 1)
  const drafts = (await api('drafts')).items.map((draft) => draft.state)
  assert.deepEqual(drafts.toSorted(), ['cancelled', 'published', 'published', 'published'])
})
