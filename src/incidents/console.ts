import { OpenFields, updateOf } from '../composer/fields.ts'
import { sketchOf } from '../composer/sketch.ts'
import { composer } from '../composer/view.ts'
import type { Context } from '../lib/context.ts'
import type { Problem } from '../lib/errors.ts'
import { type Html, html } from '../lib/html.ts'
import { z } from '../lib/zod.ts'
import { findPage, type Page, pagesOf } from '../pages/find.ts'
import { whichPage } from '../pages/which.ts'
import { linkButton } from '../web/console/buttons.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { consoleQuery, oneOf } from '../web/console/list-query.ts'
import { address } from '../web/console/tables.ts'
import type { Flash } from '../web/flash.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { page as paged } from '../web/paging.ts'
import { composerFor, previewPart } from './compose.ts'
import { changePages } from './console-change.ts'
import { onePages } from './console-one.ts'
import { incidentDetails } from './details.ts'
import { graceSeconds, posted } from './grace.ts'
import { listIncidents } from './list.ts'
import { incidentList } from './list-view.ts'
import { openIncident } from './open.ts'

const path = '/console/incidents'

const list = definePage({
  method: 'GET',
  path,
  permission: 'viewer',
  query: consoleQuery({ state: oneOf(['open', 'ended']) }),
  view: async (ctx, { query, flash }) => {
    const pages = await pagesOf(ctx)
    const page = pages.find(({ id, slug }) => id === query.page || slug === query.page)
    const filter = { ...query, page: page?.id, search: query.q, kinds: ['incident', 'notice'] }
    const found = paged(await listIncidents(ctx, filter), query.limit, ({ id, created_at }) => ({ id, at: created_at }))
    return consoleLayout(ctx, {
      title: 'Incidents',
      active: 'incidents',
      flash,
      page: page?.slug,
      actions: [
        linkButton('Post a notice', address(`${path}/new`, { kind: 'notice', page: page?.slug })),
        linkButton('Open an incident', address(`${path}/new`, { page: page?.slug }), 'primary'),
      ],
      body: incidentList({
        items: await incidentDetails(ctx, found.items),
        nextCursor: found.nextCursor,
        query: { q: query.q ?? '', state: query.state ?? '', page: page?.slug ?? null },
        pages,
        now: ctx.now(),
      }),
    })
  },
})

const start = definePage({
  method: 'GET',
  path: `${path}/new`,
  permission: 'editor',
  query: z.object({ page: z.string().optional(), kind: oneOf(['notice']) }),
  view: async (ctx, { query, flash }) => {
    const pages = await pagesOf(ctx)
    const page = pages.find(({ id, slug }) => id === query.page || slug === query.page) ?? pages[0]
    const kind = query.kind ?? 'incident'
    if (!page || (pages.length > 1 && !query.page))
      return opening(
        ctx,
        kind,
        whichPage(pages, 'A post needs a page that shows it.', ({ slug }) =>
          address(`${path}/new`, { page: slug, kind: query.kind }),
        ),
        null,
      )
    return opening(ctx, kind, composer(await composerFor(ctx, { page, details: null, kind })), page, flash)
  },
})

const open = defineForm({
  method: 'POST',
  path: `${path}/new`,
  permission: 'editor',
  input: OpenFields,
  run: async (ctx, { fields }) => {
    const { title, kind } = fields
    const page = await findPage(ctx, String(fields.page))
    const typed = Object.entries(fields).filter(([, value]) => typeof value === 'string' || Array.isArray(value))
    const values = Object.fromEntries(typed) as Values
    const told = fields.notify ? (await sketchOf(ctx, { page, details: null, values })).tells : 0
    const grace = await graceSeconds(ctx)
    const post = { ...updateOf(ctx, fields), page: page.id, title, kind, graceSeconds: grace }
    const { id, update } = await openIncident(ctx, post)
    const done =
      kind === 'notice' ? 'The page shows it until you close it.' : 'The incident is open and the page shows it.'
    return { to: `${path}/${id}`, flash: posted(done, { update: update.id, told, grace }) }
  },
  invalid: (ctx, { values }, problems) => openingAgain(ctx, values, problems),
})

const previewOpening = defineForm({
  method: 'POST',
  path: `${path}/new/preview`,
  permission: 'editor',
  input: z.looseObject({ page: z.string() }),
  run: async (ctx, { fields, request }) => {
    const values = fields as Values & { page: string }
    if (request.header('x-part') === null) return openingAgain(ctx, values, [])
    return previewPart(ctx, { page: await findPage(ctx, values.page), details: null }, values)
  },
})

async function openingAgain(ctx: Context, values: Values, problems: readonly Problem[]) {
  const page = await findPage(ctx, [values.page ?? ''].flat()[0] ?? '')
  const kind = values.kind === 'notice' ? 'notice' : 'incident'
  return opening(ctx, kind, composer(await composerFor(ctx, { page, details: null, kind }, values, problems)), page)
}

type Kind = 'incident' | 'notice'

const opening = (ctx: Context, kind: Kind, body: Html, page: Page | null, flash: Flash | null = null) =>
  consoleLayout(ctx, {
    title: kind === 'notice' ? 'Post a notice' : 'Open an incident',
    active: 'incidents',
    up: { name: 'Incidents', path },
    page: page?.slug,
    lede:
      page &&
      html`On ${page.name}. It is public as soon as you press the button. ${kind === 'notice' ? html`Something is broken? <a href="${address(`${path}/new`, { page: page.slug })}">Open an incident</a>` : html`Nothing is broken? <a href="${address(`${path}/new`, { kind: 'notice', page: page.slug })}">Post a notice</a>`}`,
    flash,
    body,
  })

export const incidentPages = [list, start, open, previewOpening, ...onePages, ...changePages]
