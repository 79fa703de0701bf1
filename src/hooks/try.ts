import type { Context } from '../lib/context.ts'
import { InvalidInput, type Problem, TooMany, Unauthenticated } from '../lib/errors.ts'
import { OutboundFailed, OutboundRefused } from '../lib/outbound.ts'
import { parseArrival, sourceOf } from '../sources/index.ts'
import type { ParsedAlert } from '../sources/source.ts'
import type { SourceSettings } from './settings.ts'

export type Tried =
  | { ok: true; alerts: readonly ParsedAlert[]; note: string | null }
  | { ok: false; detail: string; problems: readonly Problem[] }

/** What a payload becomes with these settings. Nothing is kept, decided or sent, and nobody outside is asked. */
export async function tryPayload(
  ctx: Context,
  input: { kind: string; settings: SourceSettings; payload: string },
): Promise<Tried> {
  const plugin = sourceOf(input.kind)
  if (!plugin) return { ok: false, detail: `There is no kind of source called ${input.kind}.`, problems: [] }
  const { contentType, headers = {} } = plugin.sample
  const arrival = { body: Buffer.from(input.payload), headers: { 'content-type': contentType, ...headers }, query: {} }
  try {
    const result = await parseArrival(plugin, arrival, { settings: input.settings, now: ctx.now, http: nowhere })
    return { ok: true, alerts: result.alerts, note: 'note' in result ? result.note : null }
  } catch (error) {
    if (error instanceof InvalidInput) return { ok: false, detail: error.message, problems: error.problems }
    const expected = [Unauthenticated, TooMany, OutboundFailed, OutboundRefused].some((kind) => error instanceof kind)
    if (expected && error instanceof Error) return { ok: false, detail: error.message, problems: [] }
    throw error
  }
}

const nowhere = async () => {
  throw new OutboundRefused('a test asks nobody outside')
}
