import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pino } from 'pino'
import { testFolder } from '../test/folder.ts'
import { urlOf, usualTransport } from './cluster.ts'
import { holdDataFolder } from './hold.ts'
import { choosePlace } from './place.ts'
import { isRunning } from './postmaster.ts'
import { ensureRunning, stopServer } from './running.ts'
import { supervise } from './supervise.ts'

const dataDir = join(await testFolder(), 'data')
const place = await choosePlace(dataDir)
const wanted = { place, transport: usualTransport, settings: { fsync: 'off' }, log: pino({ level: 'silent' }) }
const running = await ensureRunning(wanted)
after(async () => {
  await stopServer(place, running.pid)
  if ('socketFolder' in running.address) await rm(running.address.socketFolder, { recursive: true, force: true })
})

test('stopped while it brings the server back, it ends and lets the data folder go', { timeout: 120_000 }, async () => {
  const hold = { lost: Promise.resolve(), release: async () => {} }
  const { stop } = supervise({ wanted, running, hold, dataDir, onLost: assert.ifError })
  // It has heard that its hold is lost, and asks after the server.
  await Promise.resolve()
  await stop()
  assert.equal(await isRunning(place.cluster, running.pid), false)
  const again = await ensureRunning(wanted, running.address)
  after(() => stopServer(place, again.pid))
  await (await holdDataFolder(urlOf(again.address), dataDir)).release()
})
