import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { PageTranslations } from '../publishing/languages/schema.ts'
import { instant, listOf, listQuery, pageOfAll } from '../web/paging.ts'
import { defineRoute } from '../web/route.ts'
import { changePage } from './change.ts'
import { createPage } from './create.ts'
import { findPage, type Page, pagesOf } from './find.ts'
import { removePage } from './remove.ts'
import { ChangePage, NewPage, pageSettings } from './schema.ts'
import { pageUrl } from './url.ts'

const tags = ['Pages']

export const PageShape = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    timeZone: z.string(),
    supportUrl: z.string().nullable(),
    postalAddress: z.string().nullable(),
    host: z.string().nullable(),
    showUptime: z.boolean(),
    noindex: z.boolean(),
    language: z.string(),
    languages: z.array(z.string()).meta({ description: 'Those that readers can choose beside its own.' }),
    translations: PageTranslations,
    wording: z.record(z.string(), z.record(z.string(), z.string())),
    url: z.string(),
    managedBy: z.string().nullable().meta({ description: 'The configuration file that sets it.' }),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('Page')

const shape = async (ctx: Context, page: Page): Promise<z.input<typeof PageShape>> => ({
  id: page.id,
  slug: page.slug,
  name: page.name,
  timeZone: page.time_zone,
  supportUrl: page.support_url,
  postalAddress: page.postal_address,
  host: page.host,
  showUptime: page.show_uptime,
  noindex: page.noindex,
  language: page.language,
  languages: page.languages,
  translations: pageSettings(page).translations,
  wording: pageSettings(page).wording,
  url: await pageUrl(ctx, page),
  managedBy: page.managed_by,
  createdAt: page.created_at,
  updatedAt: page.updated_at,
})

export const pageRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/pages',
    permission: 'viewer',
    summary: 'All pages, in their order',
    tags,
    query: listQuery(),
    response: listOf(PageShape),
    run: async (ctx, { query }) => {
      const { items, nextCursor } = pageOfAll(await pagesOf(ctx), query, (row) => ({ at: row.created_at, id: row.id }))
      return { items: await Promise.all(items.map((row) => shape(ctx, row))), nextCursor }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/pages',
    permission: 'admin',
    summary: 'Make a page',
    tags,
    body: NewPage,
    response: PageShape,
    status: 201,
    run: async (ctx, { body }) => shape(ctx, await createPage(ctx, body)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/pages/{page}',
    permission: 'viewer',
    summary: 'One page, by id or slug',
    tags,
    response: PageShape,
    run: async (ctx, { params }) => shape(ctx, await findPage(ctx, params.page)),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/v1/pages/{page}',
    permission: 'admin',
    summary: 'Change a page',
    tags,
    body: ChangePage,
    response: PageShape,
    run: async (ctx, { params, body }) => shape(ctx, await changePage(ctx, params.page, body)),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/pages/{page}',
    permission: 'owner',
    summary: 'Remove a page with everything on it',
    tags,
    run: async (ctx, { params }) => removePage(ctx, params.page),
  }),
]
