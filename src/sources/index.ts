import { InvalidInput } from '../lib/errors.ts'
import { alertmanager } from './alertmanager.ts'
import { cloudwatch } from './cloudwatch.ts'
import { datadog } from './datadog.ts'
import { grafana } from './grafana.ts'
import { json } from './json.ts'
import { newrelic } from './newrelic.ts'
import { normalise } from './normalise.ts'
import { pagerduty } from './pagerduty.ts'
import { pingdom } from './pingdom.ts'
import type { Arrival, ParseResult, Source, SourceContext } from './source.ts'
import { uptimeKuma } from './uptime-kuma.ts'
import { uptimerobot } from './uptimerobot.ts'

/** Every way in. To add one: its file, its test and its line here. */
export const sources: readonly Source[] = [
  alertmanager,
  cloudwatch,
  datadog,
  grafana,
  json,
  newrelic,
  pagerduty,
  pingdom,
  uptimeKuma,
  uptimerobot,
]

export const sourceOf = (kind: string): Source | undefined => sources.find((source) => source.kind === kind)

/**
 * What arrived, as alerts that keep to the limits every alert keeps to. Settings are checked and their defaults filled
 * in. Throws `InvalidInput` with a pointer, or `Unauthenticated`; `TooMany` when the sender should try again shortly.
 */
export async function parseArrival(
  source: Source,
  arrival: Arrival,
  ctx: SourceContext<unknown>,
): Promise<ParseResult> {
  const settings = source.settings.safeParse(ctx.settings ?? {})
  if (!settings.success) {
    const problems = settings.error.issues.map(({ path, message }) => ({
      pointer: `/settings/${path.join('/')}`,
      detail: message,
    }))
    throw new InvalidInput(`The settings of this ${source.name} source are not complete`, problems)
  }
  const result = await source.parse(arrival, { ...ctx, settings: settings.data })
  if (result.alerts.length === 0) return 'note' in result ? result : { alerts: [], note: 'There was no alert in it.' }
  return { alerts: result.alerts.map(normalise) }
}
