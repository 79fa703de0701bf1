import type { Mail } from '../channels/email.ts'
import { updateMessage } from '../channels/email-update.ts'
import type { ComponentStatus } from '../components/status.ts'
import { isEnd } from '../incidents/words.ts'
import { mailHost, senderOf } from '../letters/sender.ts'
import type { Context } from '../lib/context.ts'
import { type Times, timesIn } from '../lib/times.ts'
import type { IncidentStatus } from '../publishing/snapshot.ts'
import { phaseWord, statusWord } from '../publishing/words.ts'
import { manageUrl } from '../subscribers/link.ts'
import type { AnnouncementKind } from './announce.ts'
import type { Facts } from './facts.ts'

/**
 * The mail of a delivery. Every id in it follows from the delivery, so a repeat after a crash is the same message. The
 * mail about an incident's first post starts the thread; the others answer it.
 */
export function mailOf(ctx: Context, facts: Facts, timesOf: (zone: string) => Times): Mail {
  const host = mailHost(ctx.settings)
  const root = `${facts.incident}.${facts.subscriber}@${host}`
  const startsThread = facts.kind === 'update' && facts.number === 1
  const manage = manageUrl(ctx, { id: facts.subscriber, link_version: facts.link_version })
  const { subject, html, text } = updateMessage({
    kind: facts.kind as AnnouncementKind,
    page: { name: facts.page_name },
    title: facts.title,
    phase: phaseWord[facts.status as IncidentStatus],
    body: facts.kind === 'withdrawal' ? (facts.withdrawn_reason ?? '') : facts.body,
    affected: facts.affected.map(({ name, status }) => ({ name, status: statusWord[status as ComponentStatus] })),
    since: facts.scheduled_for ?? facts.started_at,
    until: isEnd(facts.status) ? facts.resolved_at : null,
    postedAt: facts.posted_at,
    nextUpdateAt: facts.next_update_at,
    because: facts.reason.replace(/^follows/, 'you follow').replace(/^was told/, 'you were told'),
    incidentUrl: `${facts.url}/incidents/${facts.incident}`,
    manageUrl: manage,
    moment: (at) => timesOf(facts.time_zone).near(at, ctx.now()),
  })
  return {
    from: senderOf(ctx.settings, facts.page_name),
    to: facts.email!,
    subject,
    text,
    html,
    messageId: startsThread ? root : `${facts.delivery}@${host}`,
    date: ctx.now(),
    ...(startsThread ? {} : { thread: root }),
    list: { id: `${facts.page}.${host}`, unsubscribe: manage },
  }
}

/** Formatters are slow to make: one set for each zone, for as long as the caller keeps this. */
export function zones(): (zone: string) => Times {
  const known = new Map<string, Times>()
  return (zone) => {
    const times = known.get(zone) ?? timesIn(zone)
    known.set(zone, times)
    return times
  }
}
