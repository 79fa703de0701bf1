import { audienceChoices, audiencesIn } from '../audiences/fields.ts'
import { componentsOf } from '../components/find.ts'
import { countToTell } from '../composer/audience.ts'
import { incidentDetails } from '../incidents/details.ts'
import { listIncidents } from '../incidents/list.ts'
import { limits } from '../incidents/words.ts'
import type { Context } from '../lib/context.ts'
import { oneLine, prose } from '../lib/fields.ts'
import type { Html } from '../lib/html.ts'
import { z } from '../lib/zod.ts'
import { findPage, type Page, pagesOf } from '../pages/find.ts'
import { whichPage } from '../pages/which.ts'
import { linkButton } from '../web/console/buttons.ts'
import { type FormState, formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { consoleQuery, oneOf } from '../web/console/list-query.ts'
import { localTime, toInstant } from '../web/console/local-time.ts'
import { several, ticked } from '../web/fields.ts'
import { defineForm, definePage } from '../web/page.ts'
import { page as paged } from '../web/paging.ts'
import { scheduleMaintenance } from './schedule.ts'
import { planForm, plannedList } from './view.ts'

const path = '/console/maintenances'

const list = definePage({
  method: 'GET',
  path,
  permission: 'viewer',
  query: consoleQuery({ state: oneOf(['open', 'ended', 'all']) }),
  view: async (ctx, { query, flash }) => {
    const pages = await pagesOf(ctx)
    const page = pages.find(({ id, slug }) => id === query.page || slug === query.page)
    const { q = '', state = 'open' } = query
    const filter = {
      ...query,
      page: page?.id,
      search: q,
      state: state === 'all' ? undefined : state,
      kinds: ['maintenance'],
    }
    const { items, nextCursor } = paged(await listIncidents(ctx, filter), query.limit, ({ id, created_at }) => ({
      id,
      at: created_at,
    }))
    return consoleLayout(ctx, {
      title: 'Planned work',
      active: 'maintenances',
      flash,
      page: page?.slug,
      actions: linkButton('Plan work', `${path}/new${page ? `?page=${page.slug}` : ''}`, 'primary'),
      body: plannedList({
        items: await incidentDetails(ctx, items),
        nextCursor,
        query: { q, state, page: page?.slug ?? null },
        pages,
        now: ctx.now(),
      }),
    })
  },
})

const one = definePage({
  method: 'GET',
  path: `${path}/{id}`,
  permission: 'viewer',
  view: (_ctx, { params }) => ({ to: `/console/incidents/${params.id}` }),
})

const plan = definePage({
  method: 'GET',
  path: `${path}/new`,
  permission: 'editor',
  query: z.object({ page: z.string().optional() }),
  view: async (ctx, { query }) => {
    const pages = await pagesOf(ctx)
    const page = pages.find(({ id, slug }) => id === query.page || slug === query.page) ?? pages[0]
    if (!page || (pages.length > 1 && !query.page))
      return planning(
        ctx,
        null,
        whichPage(pages, 'Planned work needs a page that shows it.', ({ slug }) => `${path}/new?page=${slug}`),
      )
    return planning(ctx, page, await planFormFor(ctx, page, formState({ notify: 'on', ...tomorrowNight(ctx, page) })))
  },
})

const planned = defineForm({
  method: 'POST',
  path: `${path}/new`,
  permission: 'editor',
  input: z.object({
    page: z.string(),
    title: oneLine(limits.title),
    body: prose(limits.body),
    scheduledFor: z.string(),
    scheduledUntil: z.string(),
    components: several(z.string()),
    notify: ticked,
    audiences: several(z.string().max(100)),
  }),
  run: async (ctx, { fields }) => {
    const zone = (await findPage(ctx, fields.page)).time_zone
    const instant = (name: 'scheduledFor' | 'scheduledUntil') => toInstant(fields[name], zone, `/${name}`).toISOString()
    const input = {
      ...fields,
      scheduledFor: instant('scheduledFor'),
      scheduledUntil: instant('scheduledUntil'),
      audiences: audiencesIn(fields),
    }
    const { id } = await scheduleMaintenance(ctx, input)
    const text = 'Announced. It starts and completes by itself at its times.'
    return { to: `/console/incidents/${id}`, flash: { tone: 'good', text } }
  },
  invalid: async (ctx, { values }, problems) => {
    const page = await findPage(ctx, [values.page ?? ''].flat()[0] ?? '')
    return planning(ctx, page, await planFormFor(ctx, page, formState(values, problems)))
  },
})

export const maintenancePages = [list, one, plan, planned]

const planFormFor = async (ctx: Context, page: Page, form: FormState): Promise<Html> =>
  planForm(
    form,
    page,
    { components: await componentsOf(ctx, page.id), audiences: await audienceChoices(ctx, page.id) },
    await countToTell(ctx, page.id, []),
  )

const planning = (ctx: Context, page: Page | null, body: Html) =>
  consoleLayout(ctx, {
    title: 'Plan work',
    active: 'maintenances',
    up: { name: 'Planned work', path },
    page: page?.slug,
    lede: page && `On ${page.name}. The page shows it as soon as it is announced.`,
    body,
  })

/** Two in the morning of tomorrow, for an hour: what most planned work looks like. */
function tomorrowNight(ctx: Context, page: Page) {
  const today = localTime(ctx.now(), page.time_zone).slice(0, 10)
  const day = Temporal.PlainDate.from(today).add({ days: 1 })
  return { scheduledFor: `${day}T02:00`, scheduledUntil: `${day}T03:00` }
}
