import assert from 'node:assert/strict'
import { after } from 'node:test'
import { serve } from '@hono/node-server'
import type { Context, Role } from '../lib/context.ts'
import { roles } from '../lib/context.ts'
import { mount } from '../web/mount.ts'
import { errorPage } from '../web/plain-layout.ts'
import type { AnyRoute } from '../web/route.ts'
import { testWeb } from './web.ts'

type Fields = Record<string, string | readonly string[]>

/** The console's routes over the rows of `ctx`, as a browser sees them; a role's name is the session of somebody with it. */
export function testConsole(ctx: Context, routes: readonly AnyRoute[], user = 'alice') {
  const app = mount(webOf(ctx, user), routes)
  const headers = (role: Role) => ({ host: 'status.test', origin: 'http://status.test', cookie: `upfront=${role}` })
  const look = (path: string, role: Role = 'owner') => app.request(path, { headers: headers(role) })
  /** The HTML of a page; fails where it is none. */
  const see = async (path: string, role: Role = 'owner') => {
    const response = await look(path, role)
    const text = await response.text()
    assert.equal(response.status, 200, `${path}: ${response.status} ${text.slice(0, 600)}`)
    return text
  }
  const send = (path: string, fields: Fields = {}, role: Role = 'owner') =>
    app.request(path, { method: 'POST', body: encode(fields), headers: headers(role) })
  /** Sends a form that must succeed; where it leads. */
  const submit = async (path: string, fields: Fields = {}, role: Role = 'owner') => {
    const response = await send(path, fields, role)
    assert.equal(response.status, 303, `${path}: ${response.status} ${(await response.text()).slice(0, 3000)}`)
    return response.headers.get('location') ?? ''
  }
  /** Sends a form that must be refused; the page that says why. */
  const refused = async (path: string, fields: Fields = {}, status = 422) => {
    const response = await send(path, fields)
    const text = await response.text()
    assert.equal(response.status, status, `${path}: ${response.status} ${text.slice(0, 600)}`)
    return text
  }
  return { app, look, see, send, submit, refused }
}

/** The same on a port of its own, for a real browser. Its address, without a slash. */
export async function serveConsole(ctx: Context, routes: readonly AnyRoute[], user = 'alice'): Promise<string> {
  const app = mount(webOf(ctx, user), routes)
  return new Promise((ready) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
      ready(`http://127.0.0.1:${port}`),
    )
    after(() => server.close())
  })
}

const webOf = (ctx: Context, user: string) =>
  testWeb({
    base: ctx,
    errorPage,
    authenticate: {
      token: async () => null,
      session: async (_base, name) => {
        const role = roles.find((one) => one === name)
        if (!role) return null
        return { org: ctx.org, actor: { kind: 'user', id: user, name: 'Alice', role } }
      },
    },
  })

function encode(fields: Fields): URLSearchParams {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one)
  return form
}

/** Fails, with the text around the page's title alone, where a page does not show what it should. */
export function shows(page: string, wanted: RegExp) {
  if (!wanted.test(page)) assert.fail(`does not show ${wanted}\n${mainOf(page)}`)
}

export function hides(page: string, unwanted: RegExp) {
  const found = unwanted.exec(page)
  if (found) assert.fail(`shows ${unwanted}: ${found[0].slice(0, 200)}`)
}

const mainOf = (page: string) => (page.split(/<main[^>]*>|<\/main>/)[1] ?? page).slice(0, 4000)
