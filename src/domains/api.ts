import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { instant, listOf, listQuery, pageOfAll } from '../web/paging.ts'
import { defineRoute } from '../web/route.ts'
import { addDomain } from './add.ts'
import { checkDomain } from './check.ts'
import { type Domain, domainsOf, findDomain, findingsOf, states } from './find.ts'
import { checking } from './limit.ts'
import { makePrimary } from './make-primary.ts'
import { Finding, proofPath, recordName, recordValue } from './prove.ts'
import { removeDomain } from './remove.ts'
import { NewDomain } from './schema.ts'

const tags = ['Pages']
const moment = instant.nullable()

const DomainShape = z
  .object({
    id: z.string(),
    host: z.string().meta({ description: 'In ASCII.' }),
    state: z.enum(states),
    primary: z.boolean().meta({ description: 'Whether it is the page’s address; the others lead there.' }),
    proof: z.string().nullable().meta({ description: 'dns, file, here, or declared by the operator.' }),
    record: z.object({ type: z.literal('TXT'), name: z.string(), value: z.string() }),
    file: z.object({ url: z.string(), content: z.string() }),
    findings: z.array(Finding).meta({ description: 'What the last look found.' }),
    provenAt: moment,
    lostAt: moment.meta({ description: 'Since when the proof is missing.' }),
    checkedAt: moment,
    createdAt: instant,
  })
  .openapi('Domain')

const shape = (domain: Domain, primary: string | null): z.input<typeof DomainShape> => ({
  id: domain.id,
  host: domain.host,
  state: z.enum(states).parse(domain.state),
  primary: domain.host === primary,
  proof: domain.proof,
  record: { type: 'TXT', name: recordName(domain.host), value: recordValue(domain.token) },
  file: { url: `http://${domain.host}${proofPath}`, content: recordValue(domain.token) },
  findings: findingsOf(domain),
  provenAt: domain.proven_at,
  lostAt: domain.lost_at,
  checkedAt: domain.checked_at,
  createdAt: domain.created_at,
})

/** As it is now: a verb may have made it the page's address. */
async function shown(ctx: Context, pageName: string, id: string) {
  const page = await findPage(ctx, pageName)
  return shape(await findDomain(ctx, page.id, id), page.host)
}

export const domainRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/pages/{page}/domains',
    permission: 'viewer',
    summary: 'The host names of a page',
    tags,
    query: listQuery(),
    response: listOf(DomainShape),
    run: async (ctx, { params, query }) => {
      const page = await findPage(ctx, params.page)
      const cursorOf = ({ created_at: at, id }: Domain) => ({ at, id })
      const { items, nextCursor } = pageOfAll(await domainsOf(ctx, page.id), query, cursorOf)
      return { items: items.map((domain) => shape(domain, page.host)), nextCursor }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/pages/{page}/domains',
    permission: 'admin',
    summary: 'Claim a host name for a page',
    description: 'Set the record that is answered, then ask for a check; it is also looked for by itself.',
    tags,
    body: NewDomain,
    response: DomainShape,
    status: 201,
    run: async (ctx, { params, body }) => shown(ctx, params.page, (await addDomain(ctx, params.page, body)).id),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/pages/{page}/domains/{domain}',
    permission: 'viewer',
    summary: 'One host name, by id or by itself',
    tags,
    response: DomainShape,
    run: (ctx, { params }) => shown(ctx, params.page, params.domain),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/pages/{page}/domains/{domain}/check',
    permission: 'admin',
    summary: 'Look now whether it is proven',
    tags,
    response: DomainShape,
    run: async (ctx, { params }) => {
      const page = await findPage(ctx, params.page)
      await checking.take(ctx, ctx.org)
      return shown(ctx, page.id, (await checkDomain(ctx, page.id, params.domain)).id)
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/pages/{page}/domains/{domain}/make-primary',
    permission: 'admin',
    summary: 'Make it the page’s address',
    tags,
    response: DomainShape,
    run: async (ctx, { params }) => shown(ctx, params.page, (await makePrimary(ctx, params.page, params.domain)).id),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/pages/{page}/domains/{domain}',
    permission: 'admin',
    summary: 'Give up a host name',
    tags,
    run: (ctx, { params }) => removeDomain(ctx, params.page, params.domain),
  }),
]
