import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import type { z } from '../lib/zod.ts'

/** A kind of background work. What runs is bound to it in src/jobs.ts, so that enqueueing needs no import of the worker. */
export type Job<Input> = { readonly name: string; readonly input: z.ZodType<Input> }

export const defineJob = <Input>(name: string, input: z.ZodType<Input>): Job<Input> => ({ name, input })

export type EnqueueOptions = {
  /** Not before this moment; now when absent. */
  at?: Date
  /** At most one waiting job per key: a later call replaces its input and time. */
  key?: string
  /** Jobs of one queue run one after the other. */
  queue?: string
  /** Goes before what else is due at the same time. */
  urgent?: boolean
}

/** Adds a job in the caller's transaction: it exists exactly when what asked for it does. */
export async function enqueue<Input>(ctx: Context, job: Job<Input>, input: Input, options: EnqueueOptions = {}) {
  // Each has a key, so that one without is known to have been replaced: see removeReplaced.
  const key = options.key ?? newId(ctx)
  const payload = JSON.stringify({ org: ctx.org, input: job.input.parse(input) })
  await sql`select graphile_worker.add_job(
    ${job.name}, payload => ${payload}::json, queue_name => ${options.queue ?? null}, run_at => ${options.at ?? null},
    job_key => ${key}, max_attempts => 25, priority => ${options.urgent ? -1 : 0}
  )`.execute(ctx.db)
}

/** A job and the verb that does it. */
export type Handler = { readonly job: Job<never>; readonly run: (ctx: Context, input: unknown) => Promise<void> }

/** Binds a verb to a job; the payload is parsed by the job's schema first. */
export function handle<Input>(job: Job<Input>, run: (ctx: Context, input: Input) => Promise<unknown>): Handler {
  return {
    job: job as Job<never>,
    run: async (ctx, input) => {
      await run(ctx, job.input.parse(input))
    },
  }
}

/** Work that repeats by itself: each run is for all organizations. */
export type Recurring = {
  readonly name: string
  readonly everySeconds: number
  readonly run: (ctx: Context) => Promise<unknown>
}
