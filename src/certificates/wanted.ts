import { consoleUrl } from '../lib/console-url.ts'
import type { Context } from '../lib/context.ts'

/**
 * The names that get a certificate: those of the installation, and those of pages that are proven. One whose proof is
 * missing keeps the one it has (`kept`) and gets no other.
 */
export async function wantedNames({ db, settings }: Pick<Context, 'db' | 'settings'>) {
  const rows = await db
    .selectFrom('domains')
    .select(['host', 'lost_at'])
    .where('state', '=', 'proven')
    .orderBy('host')
    .execute()
  const own = [settings.url, consoleUrl(settings)].map((url) => new URL(url).hostname).filter(isPublicName)
  const proven = rows.flatMap(({ host, lost_at }) => (lost_at === null ? [host] : []))
  const ordered = [...new Set([...own, ...proven])].filter(isPublicName)
  return { ordered, kept: [...new Set([...ordered, ...rows.map(({ host }) => host)])] }
}

const isPublicName = (name: string) => name.includes('.') && !/^[\d.]+$/.test(name)
