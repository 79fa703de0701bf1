import type { Channel } from '../channels/channel.ts'
import type { Context } from '../lib/context.ts'
import { unseal } from '../lib/seal.ts'
import { hookUrl } from './hook-url.ts'

/** An account that messages can go by, ready for use. */
export type OpenAccount = {
  /** Null: the environment's, or none, as the channel needs none. */
  id: string | null
  isEnvironment?: true
  channel: Channel
  /** As the channel's schema reads them. Secret. */
  settings: unknown
  /** Where the vendor reports to. Secret. */
  hook?: string
}

/** The accounts in use: how a process finds by what its messages go. */
export type OpenAccounts = {
  /**
   * Those of a medium, in the order in which they are tried: the organization's own, then the environment's mail server.
   * A channel that can do without settings stands last, where it has no account; one whose accounts are all switched off
   * is not used. Known for some seconds.
   */
  of(ctx: Context, medium: string): Promise<readonly OpenAccount[]>
  /** The channels of a medium that have accounts, all of which are switched off, and since when. */
  off(ctx: Context, medium: string): Promise<readonly Off[]>
}

export type Off = { channel: Channel; since: Date }

/** The accounts of the environment, with settings as their channel takes them. */
export type Given = { kind: string; settings: unknown }

const knownFor = 5000

export function openAccounts(channels: readonly Channel[], given: readonly Given[] = []): OpenAccounts {
  const known = new Map<string, { at: number; accounts: Promise<Known> }>()
  const environment = given.flatMap((one) => opened(channels, { id: null, ...one }) ?? []).map(ofEnvironment)
  const free = channels.flatMap(({ kind }) => opened(channels, { id: null, kind, settings: {} }) ?? [])
  const recent = (ctx: Context): Promise<Known> => {
    const now = ctx.now().getTime()
    let found = known.get(ctx.org)
    if (!found || now - found.at >= knownFor || now < found.at) {
      found = { at: now, accounts: read(ctx, channels) }
      known.set(ctx.org, found)
      found.accounts.catch(() => known.delete(ctx.org))
    }
    return found.accounts
  }
  return {
    off: async (ctx, medium) => {
      const { off } = await recent(ctx)
      return channels.flatMap((channel) => {
        const since = channel.medium === medium && off.get(channel.kind)
        return since ? [{ channel, since }] : []
      })
    },
    of: async (ctx, medium) => {
      const { inUse, off } = await recent(ctx)
      const own = [...inUse, ...environment].filter(({ channel }) => channel.medium === medium)
      const without = free.filter(({ channel }) => channel.medium === medium && !off.has(channel.kind))
      return [...own, ...without.filter(({ channel }) => !own.some((account) => account.channel === channel))]
    },
  }
}

const ofEnvironment = (account: OpenAccount): OpenAccount => ({ ...account, isEnvironment: true })

/** `off`: kinds of which every account is switched off, and since when. */
type Known = { inUse: readonly OpenAccount[]; off: ReadonlyMap<string, Date> }

async function read(ctx: Context, channels: readonly Channel[]): Promise<Known> {
  const rows = await ctx.db
    .selectFrom('channel_accounts')
    .select(['id', 'key', 'kind', 'enabled', 'settings', 'hook_sealed', 'updated_at'])
    .where('org_id', '=', ctx.org)
    .orderBy('position')
    .orderBy('id')
    .execute()
  const enabled = rows.filter((row) => row.enabled)
  const used = new Set(enabled.map(({ kind }) => kind))
  const off = new Map<string, Date>()
  for (const { kind, updated_at } of rows)
    if (!used.has(kind)) off.set(kind, new Date(Math.max(updated_at.getTime(), off.get(kind)?.getTime() ?? 0)))
  const inUse = enabled.flatMap(({ id, key, kind, settings, hook_sealed }) => {
    const account = opened(channels, { id, kind, settings: JSON.parse(unseal(ctx.settings.secret, settings)) })
    if (!account)
      ctx.log.warn({ event: 'account_unusable', account: key, kind }, 'the settings of an account do not fit')
    return account ? { ...account, ...(hook_sealed && { hook: hookUrl(ctx, kind, hook_sealed) }) } : []
  })
  return { inUse, off }
}

function opened(
  channels: readonly Channel[],
  { id, kind, settings }: Given & { id: string | null },
): OpenAccount | null {
  const channel = channels.find((one) => one.kind === kind)
  const parsed = channel?.settings.safeParse(settings)
  return channel && parsed?.success ? { id, channel, settings: parsed.data } : null
}
