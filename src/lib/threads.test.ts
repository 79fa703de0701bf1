import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type TestContext, test } from 'node:test'
import type { Worker } from 'node:worker_threads'
import { TooMany } from './errors.ts'
import { gate } from './gate.ts'
import { ThreadStopped, threads } from './threads.ts'

const program = (work: string) =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads'
    let busy = 0
    parentPort.on('message', async (task) => parentPort.postMessage(await (${work})(task)))
    parentPort.postMessage('ready')`)}`,
  )

const limits = { most: 2, mostWaiting: 10, within: 60_000, heap: 32, idle: 60_000 }

function startedThreads(t: TestContext): Worker[] {
  const seen: Worker[] = []
  const note = (worker: Worker) => seen.push(worker)
  process.on('worker', note)
  t.after(() => process.off('worker', note))
  return seen
}

const refusal = (task: Promise<string>) =>
  task.then(
    () => 'answered',
    (error) => (error instanceof ThreadStopped ? error.why : String(error)),
  )

test('no thread before the first task; then two, one task at a time each, and the right answer for each', async (t) => {
  const seen = startedThreads(t)
  const run = threads(
    program('async (task) => { busy++; await new Promise(setImmediate); return task + " " + busy-- }'),
    limits,
  )
  assert.equal(seen.length, 0)
  const tasks = Array.from({ length: 12 }, (_, index) => `task ${index}`)
  assert.deepEqual(
    await Promise.all(tasks.map((task) => run(task))),
    tasks.map((task) => `${task} 1`),
  )
  assert.equal(seen.length, 2)
})

test('more than may wait is too many', async () => {
  const run = threads(program('async (task) => task'), { ...limits, most: 1, mostWaiting: 1 })
  const [first, second, third] = await Promise.all(['a', 'b', 'c'].map((task) => run(task).catch((error) => error)))
  assert.deepEqual([first, second, third.retryAfter], ['a', 'b', 5])
})

test('whoever asks much waits for themselves: another has the next turn, and room', async () => {
  const through = gate({ most: 1, mostWaiting: 6, full: 'full', retryAfter: 1 })
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
  const done: string[] = []
  const ask = (whose: string, name: string) => through(async () => void done.push(name), whose)
  const all = [through(() => begun, 'slow'), ...['1', '2', '3'].map((n) => ask('slow', `slow ${n}`))]
  await assert.rejects(ask('slow', 'slow 4'), TooMany)
  all.push(ask('quick', 'quick 1'), ask('quick', 'quick 2'))
  begin()
  await Promise.all(all)
  assert.deepEqual(done, ['slow 1', 'quick 1', 'slow 2', 'quick 2', 'slow 3'])
})

test('a task without end is stopped in the middle while the process goes on, and the next one has its answer', async () => {
  const run = threads(program('async (task) => { while (task === "endless"); return task }'), {
    ...limits,
    within: 1000,
  })
  let turns = 0
  const turning = setInterval(() => turns++, 10)
  assert.equal(await refusal(run('endless')), 'time')
  clearInterval(turning)
  assert.ok(turns >= 10, `the process turned ${turns} times`)
  assert.equal(await run('next'), 'next')
})

test('a task that takes all memory is stopped, and the next one has its answer', async () => {
  const greedy = 'async (task) => { const all = []; while (task === "greedy") all.push([all.length]); return task }'
  const run = threads(program(greedy), { ...limits, most: 1 })
  assert.equal(await refusal(run('greedy')), 'memory')
  assert.equal(await run('next'), 'next')
})

test('a thread that fails or ends says so to whoever waits, and is replaced', async () => {
  const run = threads(
    program(`async (task) => {
      if (task === 'fail') throw new Error('out of order')
      if (task === 'leave') process.exit(0)
      return task
    }`),
    { ...limits, most: 1 },
  )
  assert.match(await refusal(run('fail')), /out of order/)
  assert.match(await refusal(run('leave')), /ended before its answer/)
  assert.equal(await run('next'), 'next')
  const broken = threads(new URL('data:text/javascript,nothing.here'), limits)
  assert.match(await refusal(broken('x')), /nothing is not defined/)
})

test('a thread sees neither environment nor arguments of the process, and ends when nothing is to be done', async (t) => {
  const seen = startedThreads(t)
  const shown = 'async () => JSON.stringify([process.env, process.argv.slice(2), process.execArgv])'
  const run = threads(program(shown), { ...limits, idle: 1 })
  assert.deepEqual(JSON.parse(await run('')), [{}, [], []])
  // It is not waited for by itself: hold the process until it has gone.
  const hold = setInterval(() => {}, 1000)
  if (seen[0]!.threadId !== -1) await once(seen[0]!, 'exit')
  clearInterval(hold)
  assert.deepEqual(JSON.parse(await run('')), [{}, [], []])
  assert.equal(seen.length, 2)
})
