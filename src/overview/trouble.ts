import { sql } from 'kysely'
import { canMail } from '../channel-accounts/can-mail.ts'
import { mediumNamed } from '../channels/media.ts'
import { brokenDomains } from '../domains/find.ts'
import type { Context } from '../lib/context.ts'
import { missedObjectives } from '../notifications/watch-objective.ts'
import { failingTargets } from '../publishing/targets/places.ts'

/**
 * Something in Upfront itself that does not work, and where to look. `needs`: who may look there, where not everyone;
 * `step`: the first step that ends it.
 */
export type Trouble = {
  words: string
  since: Date | null
  href: string
  action: string
  needs?: 'editor' | 'admin'
  step?: 'mail'
}

type Counts = {
  letters: number
  failed: number
  failed_at: Date | null
  retrying: number
  unreadable: number
  unreadable_at: Date | null
  throttled: number
  dead: number
}

/** What is broken, the worst first. Failures count for a day. */
export async function troubles(ctx: Context): Promise<Trouble[]> {
  const counts = await countsOf(ctx)
  const silent = await ctx.db
    .selectFrom('sources')
    .select(['key', 'name', 'silent_since'])
    .where('org_id', '=', ctx.org)
    .where('silent_since', 'is not', null)
    .orderBy('silent_since')
    .execute()
  const targets = await failingTargets(ctx.db)
  const slow = await missedObjectives(ctx)
  const domains = await brokenDomains(ctx)
  const mails = await canMail(ctx)
  const found: (Trouble | false)[] = [
    counts.dead > 0 && {
      words: 'No worker is running: nothing goes out by itself, and no mail leaves.',
      since: null,
      href: '/console/settings',
      action: 'See the settings',
    },
    !mails && {
      words: 'No mail can leave: connect a mail server or service. What should go out waits in the ledger.',
      since: null,
      href: '/console/channels',
      action: 'See the channels',
      needs: 'admin',
      step: 'mail',
    },
    ...targets.map(({ name, reason, since }) => ({
      words: `Pages are not published to ${name}: ${reason}.`,
      since,
      href: '/console/settings',
      action: 'See the settings',
    })),
    ...domains.map(({ host, page_id, state, lost_at }) => ({
      words:
        state === 'broken'
          ? `${host} is not served any more: the proof that it is yours is gone.`
          : `The proof that ${host} is yours is gone: set its record again before it stops.`,
      since: lost_at,
      href: `/console/settings/pages/${page_id}/domains`,
      action: 'See the host names',
    })),
    ...slow.map(({ channel, since }) => ({
      words: `${mediumNamed(channel)}: messages leave later than promised, or wait.`,
      since,
      href: '/console/deliveries',
      action: 'See the deliveries',
      needs: 'editor' as const,
    })),
    counts.failed + counts.letters > 0 && {
      words: `${messages(counts.failed + counts.letters)} could not be delivered in the past day.`,
      since: counts.failed_at,
      href: '/console/deliveries?state=failed',
      action: 'See the deliveries',
      needs: 'editor',
    },
    counts.retrying > 0 && {
      words: `${messages(counts.retrying)} failed at first and will be tried again.`,
      since: null,
      href: '/console/deliveries?state=queued',
      action: 'See the deliveries',
      needs: 'editor',
    },
    ...silent.map(({ key, name, silent_since }) => ({
      words: `${name} has been silent for longer than usual.`,
      since: silent_since,
      href: `/console/sources/${key}`,
      action: 'See the source',
    })),
    counts.unreadable > 0 && {
      words: `${counts.unreadable} ${counts.unreadable === 1 ? 'arrival' : 'arrivals'} could not be understood in the past day.`,
      since: counts.unreadable_at,
      href: '/console/inbox?state=unreadable',
      action: 'See the inbox',
    },
    counts.throttled > 0 && {
      words: `${counts.throttled === 1 ? 'A source' : `${counts.throttled} sources`} sent more than Upfront takes, and was told to wait.`,
      since: null,
      href: '/console/sources',
      action: 'See the sources',
    },
  ]
  return found.filter((one) => one !== false)
}

const messages = (count: number) => `${count.toLocaleString('en-GB')} ${count === 1 ? 'message' : 'messages'}`

async function countsOf(ctx: Context): Promise<Counts> {
  const dayAgo = new Date(ctx.now().getTime() - 86_400_000)
  const minuteAgo = new Date(ctx.now().getTime() - 60_000)
  const { rows } = await sql<Counts>`
    select
      (select count(*)::int from letters where org_id = ${ctx.org} and state = 'failed' and created_at > ${dayAgo}) as letters,
      f.count as failed, f.at as failed_at,
      (select count(*)::int from deliveries where org_id = ${ctx.org} and state = 'queued' and attempts > 0) as retrying,
      u.count as unreadable, u.at as unreadable_at,
      (select count(*)::int from sources where org_id = ${ctx.org} and throttled_at > ${dayAgo}) as throttled,
      -- A worker was here, and none is alive now.
      (select case when bool_or(heartbeat_at > ${minuteAgo}) then 0 else count(*)::int end
        from processes where roles like '%worker%') as dead
    from
      (select count(*)::int, max(updated_at) as at from deliveries
        where org_id = ${ctx.org} and state = 'failed' and updated_at > ${dayAgo}) f,
      (select count(*)::int, max(received_at) as at from arrivals
        where org_id = ${ctx.org} and state = 'unreadable' and received_at > ${dayAgo}) u
  `.execute(ctx.db)
  return rows[0]!
}
