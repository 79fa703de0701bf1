import type { Hono } from 'hono'
import type { Env } from '../web/mount.ts'

/** A browser as far as the router can tell: it keeps cookies, and sends forms from our own pages. */
export type Visitor = {
  readonly cookies: Map<string, string>
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>
  readonly post: (path: string, fields?: Record<string, string>, headers?: Record<string, string>) => Promise<Response>
}

export function visitor(app: Hono<Env>, { ip = '192.0.2.1', host = 'status.test' } = {}): Visitor {
  const cookies = new Map<string, string>()
  const send = async (path: string, init: RequestInit) => {
    const headers = new Headers({ host, 'user-agent': 'visitor', ...init.headers })
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const env = { incoming: { socket: { remoteAddress: ip } } }
    const response = await app.request(`http://${host}${path}`, { ...init, headers }, env)
    for (const cookie of response.headers.getSetCookie()) keep(cookies, cookie)
    return response
  }
  return {
    cookies,
    get: (path, headers = {}) => send(path, { headers }),
    post: (path, fields = {}, headers = {}) => {
      const own = { origin: `http://${host}`, 'content-type': 'application/x-www-form-urlencoded' }
      return send(path, {
        method: 'POST',
        body: new URLSearchParams(fields).toString(),
        headers: { ...own, ...headers },
      })
    },
  }
}

function keep(cookies: Map<string, string>, header: string) {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? []
  if (/Max-Age=0\b/i.test(header)) cookies.delete(name)
  else cookies.set(name, decodeURIComponent(value))
}
