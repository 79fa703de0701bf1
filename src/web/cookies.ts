import { serialize } from 'hono/utils/cookie'
import { consoleUrl } from '../lib/console-url.ts'
import type { InstallationSettings } from '../lib/context.ts'
import type { RequestFacts } from './request.ts'

/** A cookie to set; `maxAge` in seconds, 0 removes it. Always HttpOnly, for this host alone. */
export type Cookie = { readonly name: string; readonly value: string; readonly maxAge: number }

/** The names of our cookies: with the `__Host-` prefix where https lets browsers enforce it. */
export type CookieNames = { readonly session: string; readonly device: string; readonly flash: string }

/** The console's address says https, or a trusted proxy says that this request came so. */
export function cookieNames(settings: InstallationSettings, { scheme }: Pick<RequestFacts, 'scheme'>): CookieNames {
  const prefix = scheme === 'https' || isHttps(consoleUrl(settings)) ? '__Host-' : ''
  return { session: `${prefix}upfront`, device: `${prefix}upfront-device`, flash: `${prefix}upfront-flash` }
}

export const setCookie = ({ name, value, maxAge }: Cookie): string =>
  serialize(name, value, { path: '/', httpOnly: true, sameSite: 'Lax', secure: name.startsWith('__Host-'), maxAge })

export const isHttps = (url: string) => url.startsWith('https:')
