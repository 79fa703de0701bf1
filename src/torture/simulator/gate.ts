import type { Sent } from '../../test/engine.ts'

/** Who waits: one job of one worker. */
export type Owner = { worker: string; job: string; startedAt: number }

/** Something that would go on in a real process by itself, and here when it is its turn. */
export type Waiting = { owner: Owner } & (
  | { what: 'database'; go: (turn: Turn) => void }
  | { what: 'send'; go: (how: How) => void; sent: Sent; deliveries: readonly Handed[] | null }
  | { what: 'timer'; go: () => void; at: number }
)

/** One use of the database: a statement, or a transaction as a whole. */
export type Turn = { fault: Fault | null; done: () => void }
/** At which statement the connection is lost: before it reached the server, or before its answer came. */
export type Fault = { statement: number; when: 'before' | 'after'; happened?: true }

export const whens = ['before', 'after'] as const

/** A delivery that a message stands for. `made`: when the post, correction or withdrawal was. */
export type Handed = { id: string; incident: string; event: number; made: Date; update: string; subscriber: string }

export type How = {
  outcome: 'sent' | 'transient' | 'later' | 'unreachable' | 'permanent' | 'refused' | 'throws'
  /** It arrived, whatever the outcome says. */
  arrived?: boolean
}

/** Everything stands still until it is let go: what runs next is decided by who plays the scheduler. */
export function openGate() {
  let waiting: Waiting[] = []
  const leave = (one: Waiting) => {
    waiting = waiting.filter((other) => other !== one)
  }
  return {
    waiting: (): readonly Waiting[] => waiting,
    /** Resolves when it is let go; never, where its worker was killed before. */
    enter: <T>(make: (go: (value: T) => void) => Waiting, signal?: AbortSignal): Promise<T> =>
      new Promise<T>((resolve) => {
        const one = make((value) => {
          leave(one)
          resolve(value)
        })
        waiting.push(one)
        signal?.addEventListener('abort', () => (one.go as (nothing?: never) => void)())
      }),
    /** Those of a process that is no more. */
    forget: (worker: string): Waiting[] => {
      const gone = waiting.filter((one) => one.owner.worker === worker)
      waiting = waiting.filter((one) => one.owner.worker !== worker)
      return gone
    },
  }
}
export type Gate = ReturnType<typeof openGate>

/** Until everything that can go on without being let go has done so. Only promises are waited for: there is no input or output. */
export async function quiet(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise<void>((done) => void setImmediate(done))
}
