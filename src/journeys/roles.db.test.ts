import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acmeFile, acmeTokens, newRelicIssue, withHold } from '../test/acme-file.ts'
import { testDatabase } from '../test/database.ts'
import { testFolder } from '../test/folder.ts'
import { testMailbox } from '../test/mailbox.ts'
import { postAlert } from '../test/post-alert.ts'
import { startUpfront } from '../test/server.ts'
import { until } from '../test/until.ts'

const database = await testDatabase()
const mailbox = await testMailbox()
const shared = {
  ...acmeTokens,
  DATABASE_URL: database.url,
  UPFRONT_SECRET: 'a-secret-that-both-processes-share-0123456789',
  UPFRONT_URL: 'http://status.acme.example',
  SMTP_URL: mailbox.url,
}
const config = await acmeFile(await testFolder(), withHold('1s'))
const web = await startUpfront({ env: { ...shared, UPFRONT_ROLES: 'web', UPFRONT_CONFIG: config } })
const worker = await startUpfront({ env: { ...shared, UPFRONT_ROLES: 'worker,monitor' } })

test('one process takes the alert and serves the page, another does the work between them', async () => {
  const hook = `${web.url}/hooks/newrelic/${acmeTokens.NEWRELIC_HOOK_TOKEN}`
  const page = async () => (await fetch(`${web.url}/`)).text()
  const { outcome } = await postAlert(hook, newRelicIssue({ id: 'slow', state: 'ACTIVATED', at: new Date() }))
  assert.equal(outcome, 'held')
  await until(async () => /Slower responses from API · US/.test(await page()))
  const mail = await mailbox.waitFor((one) => one.to.includes('pat@customer.example'))
  assert.match(mail.parsed.text ?? '', /http:\/\/status\.acme\.example\/incidents\//)
})

test('a worker serves its probes and no page', async () => {
  assert.equal((await fetch(`${worker.url}/healthz`)).status, 200)
  assert.equal((await fetch(`${worker.url}/readyz`)).status, 200)
  assert.equal((await fetch(`${worker.url}/`)).status, 404)
})

test('when the worker is killed another one takes its place, and nothing that was held is lost', async () => {
  const hook = `${web.url}/hooks/newrelic/${acmeTokens.NEWRELIC_HOOK_TOKEN}`
  await worker.kill()
  const closed = await postAlert(hook, newRelicIssue({ id: 'slow', state: 'CLOSED', at: new Date() }))
  assert.equal(closed.outcome, 'resolved')
  await startUpfront({ env: { ...shared, UPFRONT_ROLES: 'worker' } })
  await mailbox.waitFor((one) => /back to its normal speed/.test(one.parsed.text ?? ''), 20_000)
})
