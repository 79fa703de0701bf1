import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { openIncident } from '../incidents/open.ts'
import { readAssets } from '../publishing/assets.ts'
import { createEvents } from '../publishing/events.ts'
import { createPublisher } from '../publishing/publisher.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { testFolder } from '../test/folder.ts'
import { anybody } from './reader.ts'

const { ctx, base } = await testContext(await testDatabase(), { seed: 'without database' })
const { page } = await acme(ctx)
const edition = readAssets(join(import.meta.dirname, '../../public'))

test('a process that starts while the database is away shows each reader what is theirs', async () => {
  const { id } = await openIncident(ctx, {
    page,
    title: 'Switch replaced',
    status: 'resolved',
    body: 'In rack 4.',
    audiences: ['subscribers'],
  })
  const dataDir = await testFolder()
  const events = createEvents({ random: base.random })
  const options = { base, dataDir, edition, events, consoleHost: null }
  const first = await createPublisher(options)
  await first.reconcile()
  await first.settled()
  const away = new Proxy(base.db, {
    get: () => {
      throw new Error('the database is away')
    },
  })
  const second = await createPublisher({ ...options, base: { ...base, db: away } })
  const site = second.hosts().locate('localhost', `acme-${page}`)!
  const path = `/incidents/${id}`
  assert.equal(await site.find(path), null)
  const view = await second.viewFor(site, { ...anybody, subscriber: true })
  assert.match(String((await view.find(path))?.bodies.plain), /In rack 4\./)
  assert.equal(await second.viewFor(site, anybody), site)
  events.close()
})
