import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createEvents } from '../publishing/events.ts'
import { createPublisher } from '../publishing/publisher.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { testFolder } from '../test/folder.ts'
import { changeContent } from './change.ts'

const database = await testDatabase()

test('an announcement comes and goes at its times, although nothing happened', async () => {
  const { base, ctx, clock } = await testContext(database)
  const { page } = await acme(ctx)
  const events = createEvents({ random: base.random })
  after(() => events.close())
  const edition = { assets: { style: '/a.css', script: '/a.js' }, files: [], edition: 'one' }
  const publisher = await createPublisher({ base, dataDir: await testFolder(), edition, events, consoleHost: null })
  clock.set('2035-03-06T12:00:00Z')
  const [from, until] = ['2035-03-06T13:00:00Z', '2035-03-06T14:00:00Z']
  await changeContent(ctx, page, { announcement: { text: 'We move today.', from, until } })
  const isShown = async (now: string) => {
    clock.set(now)
    await publisher.reconcile()
    const site = publisher.hosts().locate('status.test', `acme-${page}`)
    return (await site?.find('/'))?.bodies.plain.toString().includes('We move today.')
  }
  const shown = []
  for (const now of ['2035-03-06T12:59:59Z', from, '2035-03-06T13:59:59Z', until]) shown.push(await isShown(now))
  assert.deepEqual(shown, [false, true, true, false])
  await publisher.settled()
})
