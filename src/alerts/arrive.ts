import { record } from '../events/record.ts'
import type { SourceRow as Source } from '../hooks/find.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput, type Problem, TooMany, Unauthenticated } from '../lib/errors.ts'
import { newId } from '../lib/id.ts'
import { OutboundFailed, OutboundRefused } from '../lib/outbound.ts'
import { unseal } from '../lib/seal.ts'
import { parseArrival, sourceOf } from '../sources/index.ts'
import type { ParseResult } from '../sources/source.ts'
import { type Receipt, receiveAlert } from './receive.ts'
import { unpacked } from './unpack.ts'

/** What came in at a hook address, with a good token. */
export type Incoming = {
  headers: Record<string, string>
  query: Record<string, string>
  body: Buffer
  /** Bytes that were sent; more than `body` holds where it was too large. */
  size: number
  remote: string | null
}

export type Arrived =
  | { result: 'taken'; alerts: Receipt[] }
  | { result: 'unreadable'; detail: string; problems: Problem[] }
  | { result: 'unsigned'; detail: string }
  | { result: 'too_large' }
  | { result: 'try_again'; detail: string; retryAfter: number }

/** The largest body that is read, and how much of a larger one is kept. Bytes. */
export const bodyLimit = 1024 * 1024
export const keptOfLarge = 64 * 1024

/** Headers that may carry secrets or say nothing are not kept. */
const keptHeader = (name: string) => !/^(authorization|cookie|proxy-authorization|x-.*(token|secret|key))$/.test(name)

/** How work on the database takes its turn. What a message says is found out beside that: it may take seconds. */
type Turn = <T>(work: () => Promise<T>) => Promise<T>
const atOnce: Turn = (work) => work()

/** Stores what arrived, understands it, and acts on each alert in it. Whatever happens, the inbox shows it with the reason. */
export async function arrive(ctx: Context, source: Source, incoming: Incoming, turn = atOnce): Promise<Arrived> {
  const large = incoming.size > bodyLimit
  const id = await turn(() => store(ctx, source, incoming, large))
  return large ? { result: 'too_large' } : understand(ctx, source, id, incoming, turn)
}

async function store(ctx: Context, source: Source, incoming: Incoming, large: boolean): Promise<string> {
  await hear(ctx, source)
  const id = newId(ctx)
  await ctx.db
    .insertInto('arrivals')
    .values({
      id,
      org_id: ctx.org,
      source_id: source.id,
      received_at: ctx.now(),
      headers: JSON.stringify(
        Object.fromEntries(Object.entries(incoming.headers).filter(([name]) => keptHeader(name))),
      ),
      query: JSON.stringify(incoming.query),
      body: large ? incoming.body.subarray(0, keptOfLarge) : incoming.body,
      size: incoming.size,
      state: large ? 'refused' : 'received',
      reason: large ? 'It is larger than 1 MB; the first 64 KB are kept.' : null,
      remote: incoming.remote,
    })
    .execute()
  return id
}

/** Parses a stored arrival with the source's settings of now, and acts on it. */
export async function understand(
  ctx: Context,
  source: Source,
  id: string,
  incoming: Pick<Incoming, 'headers' | 'query' | 'body'>,
  turn = atOnce,
): Promise<Arrived> {
  const parsed = await read(ctx, source, incoming)
  return turn(async () => {
    if ('result' in parsed) return settle(ctx, id, parsed)
    const alerts: Receipt[] = []
    for (const alert of parsed.alerts) alerts.push(await receiveAlert(ctx, source, id, alert))
    return settle(ctx, id, { result: 'taken', alerts }, 'note' in parsed ? parsed.note : null)
  })
}

type Failure = Exclude<Arrived, { result: 'taken' | 'too_large' }>

async function read(
  ctx: Context,
  source: Source,
  incoming: Pick<Incoming, 'headers' | 'query' | 'body'>,
): Promise<ParseResult | Failure> {
  const plugin = sourceOf(source.kind)
  if (!plugin) return { result: 'unreadable', detail: `There is no source of kind ${source.kind}.`, problems: [] }
  try {
    const settings = source.settings_sealed ? JSON.parse(unseal(ctx.settings.secret, source.settings_sealed)) : {}
    const body = unpacked(incoming, bodyLimit)
    return await parseArrival(plugin, { ...incoming, body }, { settings, now: ctx.now, http: ctx.http })
  } catch (error) {
    const known = failure(error)
    if (known) return known
    ctx.log.error({ event: 'source_failed', source: source.kind, err: error }, 'a source could not read what arrived')
    return {
      result: 'unreadable',
      detail: 'Reading it failed for a reason that is ours; the log has it.',
      problems: [],
    }
  }
}

function failure(error: unknown): Failure | null {
  if (error instanceof InvalidInput) return { result: 'unreadable', detail: error.message, problems: error.problems }
  if (error instanceof Unauthenticated) return { result: 'unsigned', detail: error.message }
  if (error instanceof TooMany) return { result: 'try_again', detail: error.message, retryAfter: error.retryAfter }
  if (error instanceof OutboundFailed || error instanceof OutboundRefused)
    return { result: 'try_again', detail: error.message, retryAfter: 30 }
  return null
}

async function settle(ctx: Context, id: string, arrived: Arrived, note: string | null = null): Promise<Arrived> {
  const state = arrived.result === 'taken' ? 'understood' : arrived.result === 'unsigned' ? 'refused' : 'unreadable'
  const reason = 'detail' in arrived ? inWords(arrived) : note
  await ctx.db
    .updateTable('arrivals')
    .set({ state, reason })
    .where('id', '=', id)
    .where('org_id', '=', ctx.org)
    .execute()
  return arrived
}

/** What is wrong, then each place that this does not name already. */
function inWords(failure: Failure): string {
  const problems = 'problems' in failure ? failure.problems.map((p) => `${p.pointer}: ${p.detail}`) : []
  return [failure.detail, ...problems.filter((line) => !failure.detail.endsWith(line.replace(/^: /, '')))].join('\n')
}

/** Notes that the source is alive. At most once a second, so that a storm does not write one row all the time. */
async function hear(ctx: Context, source: Source) {
  const now = ctx.now()
  if (source.last_arrival_at && !source.silent_since && now.getTime() - source.last_arrival_at.getTime() < 1000) return
  await ctx.db
    .updateTable('sources')
    .set({ last_arrival_at: now, silent_since: null })
    .where('id', '=', source.id)
    .where('org_id', '=', ctx.org)
    .execute()
  if (source.silent_since)
    await ctx.db
      .transaction()
      .execute((db) => record({ ...ctx, db }, { kind: 'source.heard_again', subject: source.id }))
}
