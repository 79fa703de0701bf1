import { z } from '../lib/zod.ts'

/** The address of a webhook on a server of one's own: `https://host/some/folder/hooks/…`. */
export const hookAddress = (path: RegExp, example: string, description: string) =>
  z
    .string()
    .trim()
    .max(500, 'expected at most 500 characters')
    .refine((text) => isHook(text, path), `expected an address such as ${example}`)
    .meta({ secret: true, inSight: true, title: 'Webhook address', description })

function isHook(text: string, path: RegExp): boolean {
  const url = /[\s\p{Cc}\\]/u.test(text) ? null : URL.parse(text)
  return url?.protocol === 'https:' && url.username === '' && path.test(url.pathname)
}

/** A server of somebody's choice: `https://host` or `https://host:port`. What the pattern takes may still be no address. */
export const serverAddress = (example: string) =>
  z
    .string()
    .max(300, 'expected at most 300 characters')
    .refine(
      (text) => /^https:\/\/[a-z0-9.-]+(:\d{1,5})?\/?$/.test(text) && URL.canParse(text),
      `expected an address such as ${example}`,
    )

/** The same for two spellings: no query, no slash at the end, the host in lower case. */
export function plainAddress(text: string): string {
  const { origin, pathname } = new URL(text)
  return origin + pathname.replace(/\/+$/, '')
}

export const hostOf = (url: string) => new URL(url).host
