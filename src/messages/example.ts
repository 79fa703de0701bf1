import { sql } from 'kysely'
import type { Worded } from '../composer/other-words-view.ts'
import type { Context } from '../lib/context.ts'
import type { Values } from '../lib/substitute.ts'
import { pagesOf } from '../pages/find.ts'
import { pageUrl } from '../pages/url.ts'
import { fill, fillShort } from './fill.ts'
import type { messageSettings } from './find.ts'
import { audienceNames } from './others.ts'
import { type Phase, phases } from './schema.ts'
import { type Texts, textFor } from './texts.ts'
import { type Occasion, valuesFor } from './values.ts'

const minute = 60_000
export type Example = {
  title: string
  posts: readonly (Worded & { phase: Phase; body: string })[]
  /** Whose values it shows: the title of a real alert, or null for an invented one. */
  alert: string | null
}

/** Where the example happens; what is left out is taken from what there is. */
export type Scene = {
  page?: string | null
  component?: string | null
  nextUpdateEvery?: number | null
  rule?: string | null
}

/** What readers would see, with the values of the newest alert that fits, or of an invented one. */
export async function exampleOf(
  ctx: Context,
  texts: (Texts & Pick<ReturnType<typeof messageSettings>, 'short' | 'texts'>) | null,
  scene: Scene,
): Promise<Example> {
  const { alert, name, ...occasion } = await sceneOf(ctx, scene)
  const names = await audienceNames(ctx)
  const now = ctx.now()
  const startedAt = new Date(now.getTime() - 3 * minute)
  const next = scene.nextUpdateEvery === undefined ? 1800 : scene.nextUpdateEvery
  const values = (endedAt: Date | null) =>
    valuesFor({
      ...occasion,
      alert,
      now: endedAt ?? now,
      startedAt,
      endedAt,
      nextUpdateAt: endedAt || next === null ? null : new Date(now.getTime() + next * 1000),
    })
  const end = values(new Date(now.getTime() + 24 * minute))
  const others = (phase: Phase, by: Values): Worded => ({
    short: shortWith(texts?.short[phase], by),
    texts: (texts?.texts ?? []).flatMap((text) => {
      const [own, short] = [text[phase], shortWith(text.short[phase], by)]
      const name = names.get(text.audience) ?? text.audience
      return own ? [{ name, body: fill(own, phase, by), short, translations: {} }] : []
    }),
  })
  const body = (phase: Phase) => (phase === 'identified' ? texts?.identified : textFor(texts, phase))
  return {
    title: fill(textFor(texts, 'title'), 'title', values(null)),
    posts: phases.flatMap((phase) => {
      const text = body(phase)
      const isOurs = phase === 'monitoring' && !texts?.monitoring
      const by = phase === 'resolved' ? end : values(null)
      return text && !isOurs ? [{ phase, body: fill(text, phase, by), ...others(phase, by) }] : []
    }),
    alert: name,
  }
}

const shortWith = (text: string | undefined, by: Values) => (text && fillShort(text, by)) || null

type Found = Pick<Occasion, 'page' | 'component' | 'alert'> & { name: string | null }

async function sceneOf(ctx: Context, scene: Scene): Promise<Found> {
  const pages = await pagesOf(ctx)
  const component = await componentOf(ctx, scene)
  const page = pages.find(({ id }) => id === (scene.page ?? component?.page_id)) ?? pages[0]
  const recent = await recentAlert(ctx, scene.rule ?? null)
  return {
    page: {
      name: page?.name ?? 'Your page',
      url: page ? await pageUrl(ctx, page) : ctx.settings.url,
      timeZone: page?.time_zone ?? 'UTC',
    },
    component,
    alert: recent ?? invented,
    name: recent?.title ?? null,
  }
}

async function componentOf(ctx: Context, { component, page }: Scene) {
  if (component === null) return null
  let query = ctx.db.selectFrom('components').select(['name', 'description', 'page_id']).where('org_id', '=', ctx.org)
  if (component) query = query.where('id', '=', component)
  if (page) query = query.where('page_id', '=', page)
  return (await query.orderBy(sql`parent_id is not null`).orderBy('position').orderBy('key').executeTakeFirst()) ?? null
}

async function recentAlert(ctx: Context, rule: string | null): Promise<Occasion['alert'] | null> {
  if (rule === null) return null
  const row = await ctx.db
    .selectFrom('alerts as a')
    .innerJoin('sources as s', 's.id', 'a.source_id')
    .select(['a.title', 'a.summary', 'a.severity', 'a.url', 'a.labels', 's.key as source'])
    .where('a.org_id', '=', ctx.org)
    .where('a.rule_id', '=', rule)
    .where('a.state', '=', 'firing')
    .orderBy('a.received_at', 'desc')
    .executeTakeFirst()
  return row ? { ...row, labels: row.labels as Record<string, string> } : null
}

const invented: Occasion['alert'] = {
  title: 'Latency above 800 ms',
  summary: 'The 95th percentile has been above 800 ms for 5 minutes.',
  severity: 'warning',
  url: null,
  source: 'monitoring',
  labels: { region: 'us' },
}
