import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeAudience } from '../audiences/change.ts'
import { createAudience } from '../audiences/create.ts'
import { changeComponent } from '../components/change.ts'
import { postUpdate } from '../incidents/post-update.ts'
import { addSubscriber } from '../subscribers/add.ts'
import { fanOutStage, noMail } from '../test/fan-out.ts'
import { explainDelivery } from './explain.ts'
import { wakeLanes } from './wake.ts'

const { server, setUp } = await fanOutStage()

test('who may not see it is told nothing of it, and the ledger says why', async () => {
  const { ctx, page, us, people, open, work, ledger, at } = await setUp('limited')
  await createAudience(ctx, { page, key: 'vip', name: 'VIP', emails: [at('pat')] })
  await changeComponent(ctx, us, { audiences: ['vip'] })
  const { update } = await open()
  await work()
  assert.deepEqual(
    server.mails.map((mail) => mail.to),
    [[at('pat')]],
  )
  assert.deepEqual(
    (await ledger()).map(({ line, reason }) => `${line}: ${reason}`),
    ['pat 1 sent: follows everything', 'lee 1 skipped: not in the audience', 'kim 1 skipped: not in the audience'],
  )
  assert.equal((await explainDelivery(ctx, update.id, people.kim))[0]?.reason, 'not in the audience')
})

test('a mail names nothing that its reader may not see, and a post for some leaves the others’ mail alone', async () => {
  const { ctx, page, us, open, work, at } = await setUp('mixed')
  await createAudience(ctx, { page, key: 'vip', name: 'VIP', emails: [at('pat')] })
  await changeComponent(ctx, us, { name: 'zqhiddenqz', audiences: ['vip'] })
  await addSubscriber(ctx, { page, email: at('sam'), components: null, confirmed: true })
  const { id } = await open({ title: 'Slow', components: { 'api-us': 'major_outage', web: 'degraded_performance' } })
  await postUpdate(ctx, id, { status: 'investigating', body: 'Only for VIP: zqnoteqz', audiences: ['vip'] })
  await work()
  const of = (name: string) => server.mails.filter((mail) => mail.to[0] === at(name)).map((mail) => mail.parsed.text!)
  assert.match(of('pat').join(), /zqhiddenqz/)
  assert.match(of('pat').join(), /zqnoteqz/)
  assert.equal(of('sam').length, 1)
  assert.match(of('sam')[0]!, /What it affects: Web app/)
  const others = server.mails.filter((mail) => mail.to[0] !== at('pat'))
  for (const mail of others) assert.doesNotMatch(`${mail.raw}${mail.parsed.text}${mail.parsed.html}`, /zq\w+qz/)
  assert.equal(of('kim').length, 0, 'kim follows what is hidden now, and nothing else of it')
})

test('who leaves the audience before the mail does is not told', async () => {
  const { ctx, page, open, work, at, ledger } = await setUp('left')
  const vip = await createAudience(ctx, { page, key: 'vip', name: 'VIP', emails: [at('pat')] })
  await open({ audiences: ['vip'] })
  // Chosen while nobody could send, so that the mail waits.
  await work(noMail)
  assert.deepEqual((await ledger()).map(({ line }) => line)[0], 'pat 1 queued')
  await changeAudience(ctx, vip.id, { emails: [] })
  await wakeLanes(ctx)
  await work()
  assert.equal(server.mails.length, 0)
  const [pat] = await ledger()
  assert.equal(pat?.reason, 'not in the audience any more when this mail was to leave')
})
