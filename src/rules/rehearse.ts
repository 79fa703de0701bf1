import type { Context } from '../lib/context.ts'
import { ruleFacts } from './facts.ts'
import { rulesOf } from './find.ts'
import { type PastAlert, simulate } from './simulate.ts'

const mostAlerts = 20_000

/** What the rules of now would have done with the alerts of the past days. Nothing is changed and nobody is told. */
export async function rehearse(ctx: Context, days: number) {
  const rules = (await rulesOf(ctx)).map((rule) => ({
    ...ruleFacts(ctx, rule),
    name: rule.name,
    match: rule.match,
    component: rule.component_id,
  }))
  const since = new Date(ctx.now().getTime() - days * 86_400_000)
  const rows = await ctx.db
    .selectFrom('alerts as a')
    .innerJoin('sources as s', 's.id', 'a.source_id')
    .select([
      'a.id',
      'a.key',
      'a.title',
      'a.summary',
      'a.severity',
      'a.labels',
      'a.state',
      'a.source_time',
      'a.source_id',
      's.key as source',
      's.kind',
    ])
    .where('a.org_id', '=', ctx.org)
    .where('a.state', 'in', ['firing', 'resolved'])
    .where('a.received_at', '>=', since)
    .orderBy('a.source_time')
    .orderBy('a.received_at')
    .limit(mostAlerts)
    .execute()
  const past = rows.map(
    (row): PastAlert => ({
      id: row.id,
      keyId: `${row.source_id} ${row.key}`,
      key: row.key,
      state: row.state as PastAlert['state'],
      at: row.source_time.getTime(),
      source: row.source,
      kind: row.kind,
      title: row.title,
      summary: row.summary,
      severity: row.severity as PastAlert['severity'],
      labels: row.labels as Record<string, string>,
    }),
  )
  const result = simulate(rules, past, ctx.now().getTime())
  const titles = new Map(rows.map((row) => [row.id, row.title]))
  return {
    steps: result.steps.map((step) => ({ ...step, at: new Date(step.at), title: titles.get(step.alert) ?? '' })),
    incidents: result.incidents.map((one) => ({
      ...one,
      openedAt: new Date(one.openedAt),
      resolvedAt: one.resolvedAt === null ? null : new Date(one.resolvedAt),
    })),
    cancelled: result.cancelled,
  }
}
