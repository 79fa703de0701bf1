import { join } from 'node:path'
import { after } from 'node:test'
import { signInRoutes } from '../access/public.ts'
import { ssoRoutes } from '../access/sso.ts'
import { enterPages, staffRoutes } from '../access/staff.ts'
import { noteUse } from '../access/use.ts'
import { youRoutes } from '../access/you.ts'
import { createAccounts } from '../accounts/accounts.ts'
import type { Base } from '../lib/context.ts'
import { readAssets } from '../publishing/assets.ts'
import { createEvents } from '../publishing/events.ts'
import { createGate } from '../publishing/gate.ts'
import { createPublisher } from '../publishing/publisher.ts'
import { createSearch } from '../publishing/search/answer.ts'
import { createServe, prepareAssets } from '../publishing/serve.ts'
import { subscriptionPages } from '../subscribers/public.ts'
import { clientOf } from '../web/client-address.ts'
import { mount } from '../web/mount.ts'
import type { AnyRoute } from '../web/route.ts'
import { listen } from '../web/server.ts'
import { testFolder } from './folder.ts'
import { testWeb } from './web.ts'

const routed = /^\/(console|api\/v1|assets|u|subscribe|sign-in|sign-out)(\/|$)/

/** Published pages and the readers' part of the router on a port of their own, as the program puts them together. */
export async function readingServer(base: Base, more: readonly AnyRoute[] = [], trustedProxies = ['127.0.0.1']) {
  const dataDir = await testFolder()
  const events = createEvents({ random: base.random, clientOf: clientOf(trustedProxies) })
  const edition = readAssets(join(import.meta.dirname, '../../public'))
  const publisher = await createPublisher({ base, dataDir, edition, events, consoleHost: null })
  const gate = createGate({
    accessOf: publisher.accessOf,
    viewFor: publisher.viewFor,
    secret: base.settings.secret,
    now: base.now,
    clientOf: clientOf(trustedProxies),
    routed: (path) => routed.test(path),
    used: noteUse(base),
    events,
  })
  const { serve, atOnce } = createServe({
    locate: (host, slug) => publisher.hosts().locate(host, slug),
    routed: (path) => routed.test(path),
    events,
    assets: await prepareAssets(edition.files),
    search: createSearch({ now: base.now, clientOf: clientOf(trustedProxies) }),
    gate,
    isPrivate: (site) => publisher.accessOf(site)?.private === true,
  })
  const routes = [
    ...signInRoutes(createAccounts()),
    ...ssoRoutes(),
    ...enterPages,
    ...staffRoutes(),
    ...youRoutes(),
    ...subscriptionPages(),
    ...more,
  ]
  const app = mount(testWeb({ base, trustedProxies }), routes)
  const server = await listen(
    {
      published: serve,
      atOnce: { find: atOnce, now: base.now },
      isKnownHost: (host) => publisher.hosts().isKnown(host),
      fetch: app.fetch,
      log: base.log,
    },
    '127.0.0.1',
    0,
  )
  after(async () => {
    events.close()
    await server.drain()
    await publisher.settled()
  })
  return { dataDir, publisher, events, origin: `http://127.0.0.1:${server.port}` }
}

/** A reader's browser, without its looks: it keeps cookies and follows nothing by itself. */
export function readerAt(origin: string, { ip = '198.51.100.7' } = {}) {
  const cookies = new Map<string, string>()
  const send = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers({ 'x-forwarded-for': ip, ...Object.fromEntries(new Headers(init.headers)) })
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(new URL(path, origin), { redirect: 'manual', ...init, headers })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (/Max-Age=0\b/i.test(cookie)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }
  return {
    cookies,
    get: (path: string, headers: Record<string, string> = {}) => send(path, { headers }),
    post: (path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
      send(path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { origin: new URL(origin).origin, ...headers },
      }),
  }
}
