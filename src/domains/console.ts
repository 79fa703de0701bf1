import { certificatesOf } from '../certificates/find.ts'
import type { Context } from '../lib/context.ts'
import type { Problem } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { pageUrl } from '../pages/url.ts'
import { consoleClock } from '../web/console/clock.ts'
import { formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import type { Flash } from '../web/flash.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { parsed } from '../web/parse.ts'
import { mayCall } from '../web/permission.ts'
import type { AnyRoute } from '../web/route.ts'
import { addDomain } from './add.ts'
import { checkDomain } from './check.ts'
import { domainsOf, findDomain } from './find.ts'
import { checking } from './limit.ts'
import { makePrimary } from './make-primary.ts'
import { isOperators } from './owner.ts'
import { installationHost } from './prove.ts'
import { removeDomain } from './remove.ts'
import { NewDomain } from './schema.ts'
import { domainsView } from './view.ts'

const nothing = z.object({})
const Fields = z.object({ host: z.string().max(1000).default('') })
type Shown = { values?: Values; problems?: readonly Problem[]; flash?: Flash | null }

const at = '/console/settings/pages/{page}/domains'
const back = (page: string, id: string | null, text: string, tone: Flash['tone'] = 'good') => ({
  to: `/console/settings/pages/${page}/domains${id === null ? '' : `#${id}`}`,
  flash: { tone, text },
})

/** The host names of a page. */
export const domainPages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path: at,
    permission: 'viewer',
    view: (ctx, { params, flash }) => show(ctx, params.page, { flash }),
  }),
  defineForm({
    method: 'POST',
    path: at,
    permission: 'admin',
    input: Fields,
    run: async (ctx, { params, fields }) => {
      const domain = await addDomain(ctx, params.page, parsed(NewDomain, fields))
      return back(domain.page_id, domain.id, `${domain.host} is added. Now prove that it is yours.`)
    },
    invalid: (ctx, { params, values }, problems) => show(ctx, params.page, { values, problems }),
  }),
  defineForm({
    method: 'POST',
    path: `${at}/{domain}/check`,
    permission: 'admin',
    input: nothing,
    run: async (ctx, { params }) => {
      const page = await findPage(ctx, params.page)
      await checking.take(ctx, ctx.org)
      const domain = await checkDomain(ctx, page.id, params.domain)
      const good = domain.state === 'proven' && domain.lost_at === null
      return good
        ? back(page.id, domain.id, `${domain.host} is proven.`)
        : back(page.id, domain.id, `Looked at ${domain.host}: no proof yet. New records can take an hour.`, 'bad')
    },
  }),
  defineForm({
    method: 'POST',
    path: `${at}/{domain}/primary`,
    permission: 'admin',
    input: nothing,
    run: async (ctx, { params }) => {
      const { host, page_id } = await makePrimary(ctx, params.page, params.domain)
      return back(page_id, null, `The page lives at ${host} now.`)
    },
  }),
  defineForm({
    method: 'POST',
    path: `${at}/{domain}/remove`,
    permission: 'admin',
    input: nothing,
    run: async (ctx, { params }) => {
      const page = await findPage(ctx, params.page)
      const { id, host } = await findDomain(ctx, page.id, params.domain)
      await removeDomain(ctx, page.id, id)
      return back(page.id, null, `${host} is removed.`)
    },
  }),
]

async function show(ctx: Context, name: string, { values, problems = [], flash = null }: Shown) {
  const page = await findPage(ctx, name)
  const domains = await domainsOf(ctx, page.id)
  return consoleLayout(ctx, {
    title: 'Host names',
    active: 'settings',
    up: { name: page.name, path: `/console/settings/pages/${page.id}` },
    flash,
    body: domainsView({
      page,
      url: await pageUrl(ctx, page),
      domains,
      certificates: ctx.settings.acme
        ? await certificatesOf(
            ctx,
            domains.map(({ host }) => host),
          )
        : null,
      form: formState(values, problems),
      alias: installationHost(ctx.settings),
      aliasProves: await isOperators(ctx, ctx.org),
      mayChange: mayCall(ctx.actor, 'admin') && page.managed_by === null,
      clock: await consoleClock(ctx, page.id),
    }),
  })
}
