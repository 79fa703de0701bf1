import { Worker } from 'node:worker_threads'
import { gate } from './gate.ts'

type ThreadOptions = {
  /** Threads that work at once. There is none before the first task. */
  most: number
  /** Tasks that wait for one of them; TooMany for whoever comes then. */
  mostWaiting: number
  /** Longest time for one task, in milliseconds, from the moment at which its thread is ready. */
  within: number
  /** Size of a thread's heap in MB. */
  heap: number
  /** A thread that had nothing to do for so many milliseconds ends. */
  idle: number
}

/**
 * Gives a thread a task and waits for its answer. Texts alone go in and out. Throws `ThreadStopped`. `whose`: who asks: whoever
 * asks much holds up no other.
 */
export type Threads = (task: string, whose?: string) => Promise<string>

/** The task was stopped in the middle: it took too long, or too much memory. Nothing is left of it. */
export class ThreadStopped extends Error {
  readonly why: 'time' | 'memory'
  constructor(why: 'time' | 'memory') {
    super(`stopped for its ${why}`)
    this.why = why
  }
}

/**
 * Threads for work that must not hold up the process. `program` says anything when it is ready, then answers each text
 * with a text. It gets neither the environment nor the arguments of the process, and one task at a time.
 */
export function threads(program: URL, { most, mostWaiting, within, heap, idle }: ThreadOptions): Threads {
  const free = new Map<Worker, NodeJS.Timeout>()
  const through = gate({ most, mostWaiting, full: 'Too much is to be worked out at this moment.', retryAfter: 5 })
  return (task, whose) => through(() => answered(task), whose)

  async function answered(task: string): Promise<string> {
    const worker = taken() ?? (await started())
    try {
      const answer = await answerTo(worker, task, within)
      rest(worker)
      return answer
    } catch (error) {
      await worker.terminate()
      throw error
    }
  }

  function taken(): Worker | undefined {
    for (const [worker, end] of free) {
      clearTimeout(end)
      free.delete(worker)
      worker.ref()
      return worker
    }
  }

  async function started(): Promise<Worker> {
    const worker = new Worker(program, {
      env: {},
      argv: [],
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: 8, stackSizeMb: 4 },
    })
    // Its failures reach whoever waits for it; one that nobody waits for is gone all the same.
    worker.on('error', () => {})
    worker.on('exit', () => {
      clearTimeout(free.get(worker))
      free.delete(worker)
    })
    await nextMessage(worker)
    return worker
  }

  function rest(worker: Worker) {
    worker.unref()
    free.set(worker, setTimeout(() => worker.terminate(), idle).unref())
  }
}

// The time is counted in steps: when the machine halts for seconds, that is one step and not the end of a good task.
const steps = 20

function answerTo(worker: Worker, task: string, within: number): Promise<string> {
  const late = Promise.withResolvers<never>()
  let left = steps
  const clock = setInterval(() => --left <= 0 && late.reject(new ThreadStopped('time')), within / steps)
  const answer = nextMessage(worker)
  worker.postMessage(task)
  return Promise.race([answer, late.promise]).finally(() => clearInterval(clock))
}

function nextMessage(worker: Worker): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const failed = (error: Error) => reject(isOutOfMemory(error) ? new ThreadStopped('memory') : error)
  const ended = () => reject(new Error('the thread ended before its answer'))
  worker.once('message', resolve).once('error', failed).once('exit', ended)
  return promise.finally(() => worker.off('message', resolve).off('error', failed).off('exit', ended))
}

const isOutOfMemory = (error: Error) => 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
