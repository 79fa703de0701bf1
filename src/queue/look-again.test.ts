import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { test } from 'node:test'
import type { WorkerEvents } from 'graphile-worker'
import { until } from '../test/until.ts'
import { lookAgain } from './look-again.ts'

test('who finds nothing right after news looks again, twice, and not once it has left', async () => {
  const events: WorkerEvents = new EventEmitter()
  lookAgain(events)
  const looks = { first: 0, second: 0 }
  const tell = (name: string, worker: keyof typeof looks) =>
    (events as EventEmitter).emit(name, { worker: workers[worker] })
  const workers = {
    first: { nudge: () => looks.first++ },
    second: { nudge: () => looks.second++ },
  }
  tell('worker:getJob:empty', 'first')
  events.emit('pool:listen:notification', {} as never)
  tell('worker:getJob:empty', 'second')
  tell('worker:release', 'second')
  tell('worker:getJob:empty', 'first')
  tell('worker:getJob:empty', 'first')
  await until(() => looks.first > 0, 10_000)
  assert.deepEqual(looks, { first: 1, second: 0 })
})
