import type { Context } from '../lib/context.ts'
import { NotFound, type Problem } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { pageUrl } from '../pages/url.ts'
import { formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { mayCall } from '../web/permission.ts'
import { defineRaw } from '../web/raw-route.ts'
import type { AnyRoute } from '../web/route.ts'
import { callbackOf } from './at.ts'
import { changeAccess } from './change.ts'
import type { Connection, NewConnection } from './connection.ts'
import { accessOf } from './find.ts'
import { connectionFields, connectionIn, ofField } from './form.ts'
import { samlMetadata } from './saml.ts'
import { testTicket } from './test-ticket.ts'
import { connectionScreen } from './view-connection.ts'

const Fields = z.record(z.string(), z.union([z.string(), z.array(z.string())]))
const path = '/console/settings/pages/{page}/access/connections'
const kindOf = (text: string): 'oidc' | 'saml' => (text === 'saml' ? 'saml' : 'oidc')

/** The identity providers of a page: made, changed, tried, removed. */
export const connectionPages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path: `${path}/new/{kind}`,
    permission: 'admin',
    view: (ctx, { params }) => show(ctx, params.page, { kind: kindOf(params.kind), known: null }),
  }),
  defineForm({
    method: 'POST',
    path: `${path}/new/{kind}`,
    permission: 'admin',
    input: Fields,
    run: (ctx, { params, fields }) => save(ctx, params.page, null, connectionIn(kindOf(params.kind), fields)),
    invalid: (ctx, { params, values }, problems) =>
      show(ctx, params.page, { kind: kindOf(params.kind), known: null, values, problems }),
  }),
  definePage({
    method: 'GET',
    path: `${path}/{key}`,
    permission: 'viewer',
    view: async (ctx, { params, flash }) => {
      const known = await find(ctx, params.page, params.key)
      return show(ctx, params.page, { kind: known.kind, known, flash })
    },
  }),
  defineForm({
    method: 'POST',
    path: `${path}/{key}`,
    permission: 'admin',
    input: Fields,
    run: async (ctx, { params, fields }) => {
      const known = await find(ctx, params.page, params.key)
      return save(ctx, params.page, known.key, connectionIn(known.kind, { ...fields, key: known.key }))
    },
    invalid: async (ctx, { params, values }, problems) => {
      const known = await find(ctx, params.page, params.key)
      return show(ctx, params.page, { kind: known.kind, known, values: { ...values, key: known.key }, problems })
    },
  }),
  defineForm({
    method: 'POST',
    path: `${path}/{key}/remove`,
    permission: 'admin',
    input: z.object({}),
    run: async (ctx, { params }) => {
      const { connections } = await accessOf(ctx, (await findPage(ctx, params.page)).id)
      await changeAccess(ctx, params.page, { connections: connections.filter(({ key }) => key !== params.key) })
      return {
        to: `/console/settings/pages/${params.page}/access`,
        flash: { tone: 'good', text: 'Removed. Readers who came by it are signed out.' },
      }
    },
  }),
  defineRaw({
    method: 'GET',
    path: `${path}/{key}/metadata`,
    permission: 'viewer',
    summary: 'What a SAML identity provider has to be told',
    run: async (ctx, { params }) => {
      const page = await findPage(ctx, params.page)
      const connection = await find(ctx, params.page, params.key)
      if (connection.kind !== 'saml') throw new NotFound('connection')
      const callback = callbackOf(await pageUrl(ctx, page), connection)
      const headers = {
        'content-type': 'application/samlmetadata+xml; charset=utf-8',
        'content-disposition': `attachment; filename="${page.slug}-${connection.key}.xml"`,
      }
      return new Response(await samlMetadata(ctx, { page: page.id, connection, callback }), { headers })
    },
  }),
]

async function save(ctx: Context, name: string, before: string | null, connection: NewConnection) {
  const page = await findPage(ctx, name)
  const { connections } = await accessOf(ctx, page.id)
  const others = connections.filter(({ key }) => key !== before)
  await changeAccess(ctx, page.id, { connections: [...others, connection] })
  return {
    to: `/console/settings/pages/${page.id}/access/connections/${connection.key}`,
    flash: { tone: 'good', text: 'Saved. Try it before you tell anybody.' } as const,
  }
}

async function find(ctx: Context, name: string, key: string): Promise<Connection> {
  const { connections } = await accessOf(ctx, (await findPage(ctx, name)).id)
  const found = connections.find((one) => one.key === key)
  if (!found) throw new NotFound('connection')
  return found
}

type Shown = {
  kind: 'oidc' | 'saml'
  known: Connection | null
  values?: Values
  problems?: readonly Problem[]
  flash?: Parameters<typeof consoleLayout>[1]['flash']
}

async function show(ctx: Context, name: string, { kind, known, values, problems = [], flash = null }: Shown) {
  const page = await findPage(ctx, name)
  const url = await pageUrl(ctx, page)
  const up = `/console/settings/pages/${page.id}/access`
  return consoleLayout(ctx, {
    title: known ? known.name : kind === 'oidc' ? 'Add OpenID Connect' : 'Add SAML',
    active: 'settings',
    up: { name: 'Access', path: up },
    flash,
    body: connectionScreen({
      kind,
      known,
      form: formState(
        values ?? (known ? connectionFields(known) : { scopes: 'openid email profile' }),
        problems.map(ofField),
      ),
      to: known ? `${up}/connections/${known.key}` : `${up}/connections/new/${kind}`,
      callback: known ? callbackOf(url, known) : `${url}/sign-in/${kind === 'oidc' ? 'callback' : 'saml'}/KEY`,
      test: known && `${url}/sign-in/with/${known.key}?test=${testTicket(ctx, page.id, known.key)}`,
      mayChange: mayCall(ctx.actor, 'admin') && page.managed_by === null,
    }),
  })
}
