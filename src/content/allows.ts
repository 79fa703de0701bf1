import { providerOf } from './providers/index.ts'
import type { Allows } from './providers/provider.ts'
import type { Content } from './schema.ts'
import { hostOf } from './third-parties.ts'

/** What a page's policy has to allow for the providers that were chosen, and no more; null where there is none. */
export function allowsOf({ chat, analytics }: Pick<Content, 'chat' | 'analytics'>): Allows | null {
  const each = [
    ...(chat ? [providerOf(chat.provider).allows('')] : []),
    ...analytics.map((one) => providerOf(one.provider).allows(originOf(hostOf(one)))),
  ]
  if (each.length === 0) return null
  const sources = new Map<string, Set<string>>()
  for (const allows of each)
    for (const [directive, ones] of Object.entries(allows))
      sources.set(directive, new Set([...(sources.get(directive) ?? []), ...ones]))
  return Object.fromEntries([...sources].map(([directive, ones]) => [directive, [...ones].sort()]))
}

const originOf = (host: string) => (host === '' ? '' : new URL(host).origin)

/**
 * Whether a page of this path may run scripts of others: where there is news, and nothing to type. Never where somebody
 * signs in, gives an address or a password.
 */
export const isForVisitors = (path: string | null) =>
  path !== null &&
  /^\/(?:(?:history|calendar)(?:\/\d{4}-\d\d)?|incidents\/[\w-]+|maintenance\/[\w-]+|uptime)?$/.test(path)
