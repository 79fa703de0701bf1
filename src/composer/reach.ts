import { sql } from 'kysely'
import { belongs } from '../audiences/condition.ts'
import { limitsOf, sightOf } from '../audiences/told.ts'
import { impactOf } from '../components/status.ts'
import { isEnd } from '../incidents/words.ts'
import type { Context } from '../lib/context.ts'
import { choose, concernedBy, type Subject } from '../notifications/choose.ts'
import { concernedInSight } from '../notifications/fan-out.ts'
import { met, type Narrowing, narrowingsOf } from '../notifications/narrow.ts'
import type { Page } from '../pages/find.ts'
import { wishesOf } from '../subscribers/preferences.ts'
import { type Cost, costsOf, type Told } from './cost.ts'
import { type Profile, profilesOf } from './profiles.ts'
import type { Sketch } from './sketch.ts'

/** Whom a post would reach that is not there yet. Nobody is told. */
export type Reach = {
  /** Counted of a part of the subscribers, which are too many to be looked at one by one in a moment. */
  isEstimate: boolean
  told: number
  /** Of these, in their quiet hours: told when these end. */
  later: number
  notTold: number
  channels: ({ channel: string; told: number; later: number } & Cost)[]
  /** By which rule they are told, or are not; the most first. */
  reasons: { told: boolean; reason: string; count: number }[]
}

/** The verdict that `choose` would give on each subscriber now, worked out once for all who are alike. */
export async function reachOf(ctx: Context, page: Page, sketch: Sketch): Promise<Reach> {
  const { subject, flags } = await subjectFor(ctx, page, sketch)
  const { only = [] } = subject
  const { profiles, each } = await profilesOf(ctx, page.id, sketch.id, { flags, met: met(only) })
  const told: Told[] = []
  const channels = new Map<string, { told: number; later: number }>()
  const reasons = new Map<string, Reach['reasons'][number]>()
  let notTold = 0
  for (const profile of profiles) {
    const count = profile.count * each
    const verdict = choose(subject, listenerOf(profile, only))
    const key = `${verdict.tell} ${verdict.reason}`
    const reason = reasons.get(key) ?? { told: verdict.tell, reason: verdict.reason, count: 0 }
    reasons.set(key, { ...reason, count: reason.count + count })
    if (!verdict.tell) {
      notTold += count
      continue
    }
    const onlooker = { email: profile.email, world: profile.world }
    const words = subject.sight?.(onlooker).words ?? null
    told.push({ channel: profile.channel, words, language: profile.language, count })
    const before = channels.get(profile.channel) ?? { told: 0, later: 0 }
    channels.set(profile.channel, {
      told: before.told + count,
      later: before.later + (verdict.notBefore ? count : 0),
    })
  }
  const costs = await costsOf(ctx, page, sketch, told)
  const counted = [...channels].map(([channel, counts]) => ({ channel, ...counts, ...costs(channel) }))
  return {
    isEstimate: each > 1,
    told: counted.reduce((sum, one) => sum + one.told, 0),
    later: counted.reduce((sum, one) => sum + one.later, 0),
    notTold,
    channels: counted.toSorted((a, b) => b.told - a.told),
    reasons: [...reasons.values()].toSorted((a, b) => b.count - a.count).slice(0, 50),
  }
}

async function subjectFor(ctx: Context, page: Page, sketch: Sketch) {
  const limits = await limitsOf(ctx, page.id)
  const ids = sketch.affected.flatMap(({ id }) => id ?? [])
  const { id, kind, status, limit, notify, texts, labels, tellOnly } = sketch
  const told = { incident: limit.incident, post: limit.post, affected: ids, texts }
  const subject: Subject = {
    kind: 'update',
    notify,
    concerned: concernedBy(limits.tree, ids),
    sight: concernedInSight(sightOf(limits, told)),
    post: {
      incident: id ?? '',
      kind,
      impact: sketch.impact ?? impactOf(sketch.affected.map((part) => part.status)),
      isLast: isEnd(status),
    },
    labels,
    only: await narrowingsOf(ctx, tellOnly, limits, { page: page.id, incident: id, before: null, affected: ids }),
    now: ctx.now(),
  }
  // What somebody may see follows from the audiences that their address is in.
  const named = limits.audiences.filter(({ members }) => members.emails.length + members.domains.length > 0)
  const flags = named.length > 0 ? sql`array[${sql.join(named.map(({ members }) => belongs(members)))}]` : sql`null`
  return { subject, flags }
}

const listenerOf = (profile: Profile, only: readonly Narrowing[]) => ({
  ...profile,
  meets: new Set(only.filter((_, i) => profile.met[i])),
  reason: null,
  choice: profile.all_components ? null : (profile.chosen ?? []),
  wishes: wishesOf(profile),
})
