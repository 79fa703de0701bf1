import { startInterval } from '../components/settle.ts'
import type { SourceRow as Source } from '../hooks/find.ts'
import type { Context } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { digest, seal } from '../lib/seal.ts'
import type { Mode } from '../rules/policy.ts'
import type { ParsedAlert } from '../sources/source.ts'

export type Acme = { page: string; web: string; api: string; us: string; eu: string; payments: string; source: Source }

/** The page of the Acme example with its tree, and one source. */
export async function acme(ctx: Context): Promise<Acme> {
  const page = newId(ctx)
  const now = ctx.now()
  const times = { created_at: now, updated_at: now }
  await ctx.db
    .insertInto('pages')
    .values({
      id: page,
      org_id: ctx.org,
      slug: `acme-${page}`,
      name: 'Acme Cloud',
      time_zone: 'America/New_York',
      ...times,
    })
    .execute()
  const add = async (key: string, name: string, parent: string | null, position: number) => {
    const id = newId(ctx)
    await ctx.db
      .insertInto('components')
      .values({ id, org_id: ctx.org, page_id: page, parent_id: parent, key, name, position, ...times })
      .execute()
    await startInterval(ctx, id, 'operational')
    return id
  }
  const web = await add('web', 'Web app', null, 0)
  const api = await add('api', 'API', null, 1)
  const us = await add('api-us', 'API · US', api, 0)
  const eu = await add('api-eu', 'API · Europe', api, 1)
  const payments = await add('payments', 'Card payments', null, 2)
  const token = `hook-${page}`
  const source = await ctx.db
    .insertInto('sources')
    .values({
      id: newId(ctx),
      org_id: ctx.org,
      key: 'am',
      kind: 'alertmanager',
      name: 'Alertmanager',
      token_hash: digest(token),
      token_sealed: seal(ctx.settings.secret, ctx.random, token),
      ...times,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return { page, web, api, us, eu, payments, source }
}

export type RuleOptions = {
  mode: Mode
  component?: string | null
  match?: Record<string, string | string[]>
  holdFor?: number
  status?: string
  nextUpdateEvery?: number
  flapWindow?: number
  position?: number
}

export async function addRule(ctx: Context, page: string, options: RuleOptions): Promise<string> {
  const id = newId(ctx)
  const message = newId(ctx)
  const times = { created_at: ctx.now(), updated_at: ctx.now() }
  await ctx.db
    .insertInto('messages')
    .values({
      id: message,
      org_id: ctx.org,
      key: message,
      title: 'Slower responses from {{component.name}}',
      investigating: 'Requests to {{component.name}} are slower than usual. We will post again by {{nextUpdateAt}}.',
      resolved: '{{component.name}} is back to its normal speed. The slow-down lasted {{duration}}.',
      ...times,
    })
    .execute()
  await ctx.db
    .insertInto('rules')
    .values({
      id,
      org_id: ctx.org,
      name: `rule ${id}`,
      position: options.position ?? 0,
      match: JSON.stringify(options.match ?? {}),
      page_id: page,
      component_id: options.component ?? null,
      status: options.status ?? 'degraded_performance',
      message_id: message,
      mode: options.mode,
      hold_for: options.mode === 'hold' ? (options.holdFor ?? 300) : null,
      next_update_every: options.nextUpdateEvery ?? null,
      flap_window: options.flapWindow ?? 600,
      ...times,
    })
    .execute()
  return id
}

/** An alert as a source would yield it. */
export const alertOf = (key: string, state: 'firing' | 'resolved', more: Partial<ParsedAlert> = {}): ParsedAlert => ({
  key,
  occurrence: null,
  state,
  severity: 'critical',
  title: `Latency of ${key}`,
  summary: null,
  labels: {},
  url: null,
  startedAt: null,
  endedAt: null,
  ...more,
})
