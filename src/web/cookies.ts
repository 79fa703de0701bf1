import { serialize } from 'hono/utils/cookie'

/** A cookie to set; `maxAge` in seconds, 0 removes it. Always HttpOnly, for this host alone. */
export type Cookie = { readonly name: string; readonly value: string; readonly maxAge: number }

/** The names of our cookies: with the `__Host-` prefix where https lets browsers enforce it. */
export type CookieNames = { readonly session: string; readonly device: string; readonly flash: string }

export function cookieNames(consoleUrl: string): CookieNames {
  const prefix = isHttps(consoleUrl) ? '__Host-' : ''
  return { session: `${prefix}upfront`, device: `${prefix}upfront-device`, flash: `${prefix}upfront-flash` }
}

export const setCookie = ({ name, value, maxAge }: Cookie): string =>
  serialize(name, value, { path: '/', httpOnly: true, sameSite: 'Lax', secure: name.startsWith('__Host-'), maxAge })

export const isHttps = (url: string) => url.startsWith('https:')
