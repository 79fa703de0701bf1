import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { testFolder } from '../test/folder.ts'
import { createEvents } from './events.ts'
import { createPublisher } from './publisher.ts'

const database = await testDatabase()

test('after midnight of its zone a page is published anew, although nothing happened', async () => {
  const { base, ctx, clock } = await testContext(database)
  const { page } = await acme(ctx)
  const events = createEvents({ random: base.random })
  after(() => events.close())
  const edition = { assets: { style: '/a.css', script: '/a.js' }, files: [], edition: 'one' }
  const publisher = await createPublisher({ base, dataDir: await testFolder(), edition, events, consoleHost: null })
  const shown = async (now: string) => {
    clock.set(now)
    await publisher.reconcile()
    const site = publisher.hosts().locate('status.test', `acme-${page}`)
    const html = (await site?.find('/uptime'))?.bodies.plain.toString() ?? ''
    return { today: /data-today="([^"]+)"/.exec(html)?.[1], known: /data-since="([^"]+)"/.exec(html)?.[1] }
  }
  assert.deepEqual(await shown('2035-03-06T04:59:00Z'), { today: '2035-03-05', known: '2035-03-05' })
  // The very second in which the day begins, in New York.
  assert.deepEqual(await shown('2035-03-06T05:00:00Z'), { today: '2035-03-06', known: '2035-03-05' })
  await publisher.settled()
})
