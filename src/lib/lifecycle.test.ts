import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { pino } from 'pino'
import { lifecycle } from './lifecycle.ts'

function life(within = 24_000, clock?: () => number) {
  const signals = new EventEmitter()
  const exited = Promise.withResolvers<number>()
  const codes: number[] = []
  const exit = (code: number) => {
    codes.push(code)
    exited.resolve(code)
  }
  const log = pino({ level: 'silent' })
  return {
    signals,
    codes,
    exited: exited.promise,
    ...lifecycle({ log, within, exit, signals: signals as NodeJS.Process, ...(clock && { clock }) }),
  }
}

test('a signal ends it in order, what was started first last', async () => {
  const { signals, exited, atEnd, ending } = life()
  const steps: string[] = []
  for (const name of ['database', 'queue', 'web']) atEnd(name, async () => steps.push(name))
  signals.emit('SIGTERM')
  assert.equal(ending.aborted, true, 'readiness is false at once')
  assert.equal(await exited, 0)
  assert.deepEqual(steps, ['web', 'queue', 'database'])
})

test('a step that fails or hangs does not keep the database from stopping', async () => {
  const { signals, exited, atEnd } = life(0)
  const steps: string[] = []
  atEnd('database', async () => steps.push('database'))
  atEnd('web', () => new Promise(() => {}))
  atEnd('queue', async () => {
    throw new Error('no')
  })
  signals.emit('SIGINT')
  assert.equal(await exited, 1)
  assert.deepEqual(steps, ['database'])
})

test('a step may take its time, however many others come after it', async () => {
  const { signals, exited, atEnd } = life()
  for (let i = 0; i < 20; i++) atEnd(`step ${i}`, async () => {})
  atEnd('publishing', () => wait(1300))
  signals.emit('SIGTERM')
  assert.equal(await exited, 0)
})

test('a signal that comes by two ways is one; another, a second later, ends it at once', async () => {
  let now = 5_000
  const { signals, codes, atEnd } = life(24_000, () => now)
  const step = Promise.withResolvers<void>()
  atEnd('web', () => step.promise)
  signals.emit('SIGINT')
  now += 20
  signals.emit('SIGINT')
  assert.deepEqual(codes, [])
  now += 1000
  signals.emit('SIGINT')
  assert.deepEqual(codes, [1])
  step.resolve()
})
