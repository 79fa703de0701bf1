import type { RawBuilder } from 'kysely'
import type { Onlooker } from '../audiences/told.ts'
import { ancestors, type Placed, related } from '../components/tree.ts'
import { noWishes, type Wishes } from '../subscribers/preferences.ts'
import { silentBecause } from '../subscribers/silent-words.ts'
import type { Narrowing } from './narrow.ts'
import { quietUntil } from './quiet.ts'
import { type Post, unwanted } from './wanted.ts'

/** A component's place and name, and its tags: `{ region: 'eu' }`. */
export type NamedComponent = Placed & { name: string; tags?: Readonly<Record<string, string>> }

/** Why followers are concerned: by component, and by tag as "region:eu". */
export type Concerned = ReadonlyMap<string, string>

/** What an announcement is about, as far as choosing needs it. */
export type Subject = {
  kind: 'update' | 'correction' | 'withdrawal'
  /** False where the post asked to tell nobody. */
  notify: boolean
  /** Why a follower of a component is concerned, by component; null: everyone is. */
  concerned: Concerned | null
  /** What somebody may see of it. Absent or null: everybody sees all of it. */
  sight?: ((of: Onlooker) => { sees: boolean; concerned: Concerned | null; words?: string | null }) | null
  /** What decides that: whether the address of a subscriber `s` belongs to each of these. Absent: only addresses tell. */
  groups?: readonly RawBuilder<boolean>[]
  /** Of a correction: whose words it replaced, null standing for those of the post itself. Absent or null: all. */
  corrected?: readonly (string | null)[] | null
  /** What wishes are about; absent: everybody wants to hear it. */
  post?: Post
  /** The labels that it is for; absent or null: it is for everybody. */
  labels?: readonly string[] | null
  /** Other rules that narrow whom it is for: all have to hold. */
  only?: readonly Narrowing[]
  /** The moment of the decision, for quiet hours. */
  now?: Date
}

/** Somebody who might be told. */
export type Listener = {
  email?: string | null
  state: string
  /** Why it is suppressed, where it is. */
  reason: string | null
  /** Components, or null for everything. */
  choice: readonly string[] | null
  /** What became of the mail about the post itself; only for a correction or withdrawal of it. */
  told?: 'sent' | 'waiting' | 'no'
  world?: boolean
  wishes?: Wishes
  /** Was told something of this incident before. */
  heard?: boolean
  labels?: readonly string[]
  /** The rules that hold of them. */
  meets?: ReadonlySet<Narrowing>
}

/** `notBefore`: told, but only then, as their quiet hours hold. */
export type Verdict = { tell: boolean; reason: string; notBefore?: Date }

/** Whether somebody is told, with the reason for every yes and every no. The first line that applies decides. */
export function choose(subject: Subject, listener: Listener): Verdict {
  if (!subject.notify) return no('this post asked to tell nobody')
  if (listener.state !== 'active') return no(silentBecause(listener.state, listener.reason))
  const onlooker = { email: listener.email ?? null, world: listener.world ?? false }
  const { sees, concerned, words = null } = subject.sight?.(onlooker) ?? { sees: true, ...subject, words: null }
  if (!sees) return no(notInTheAudience)
  if (subject.labels && !subject.labels.some((label) => listener.labels?.includes(label)))
    return no(`is not labelled ${new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(subject.labels)}`)
  const missed = subject.kind === 'update' && subject.only?.find((rule) => !listener.meets?.has(rule))
  if (missed) return no(missed.reason)
  if (subject.corrected && !subject.corrected.includes(words)) return no('what they were told was right')
  return inTime(subject, listener, isConcerned(subject, listener, concerned))
}

function isConcerned({ kind, post }: Subject, listener: Listener, concerned: Concerned | null): Verdict {
  const { choice, told, wishes = noWishes, heard = false } = listener
  if (kind !== 'update' && told === 'waiting') return no(waiting[kind])
  if (kind !== 'update') return told === 'sent' ? yes(fixedReasons.told) : no('was not told of the post')
  if (wishes.incident !== null && wishes.incident !== post?.incident) return no('follows another incident only')
  const follows = wishes.incident === null ? follow(choice, wishes.tags, concerned) : yes(fixedReasons.incident)
  const objection = follows.tell && post ? unwanted(post, wishes, heard) : null
  return objection === null ? follows : no(objection)
}

function follow(choice: Listener['choice'], tags: readonly string[], concerned: Concerned | null): Verdict {
  if (choice === null && tags.length === 0) return yes(fixedReasons.everything)
  if (concerned === null) return yes(fixedReasons.whole)
  const reasons = [...(choice ?? []), ...tags].map((id) => concerned.get(id)).filter((reason) => reason !== undefined)
  return reasons.length > 0 ? yes(shortest(reasons)) : no(notFollowing)
}

/** Who is asleep is told when they want to be, except of what is critical, where they said so. */
function inTime({ post, now }: Subject, { wishes }: Listener, verdict: Verdict): Verdict {
  const hours = wishes?.quietHours
  if (!verdict.tell || !hours || !now || (hours.exceptCritical && post?.impact === 'critical')) return verdict
  const notBefore = quietUntil(now, hours)
  return notBefore ? { ...verdict, notBefore } : verdict
}

export const notInTheAudience = 'not in the audience'
export const notFollowing = 'does not follow an affected component'

/** Reasons that name nothing; what the reader is told in their language goes by them. */
export const fixedReasons = {
  everything: 'follows everything',
  whole: 'this post concerns the whole page',
  incident: 'follows this incident',
  told: 'was told of the post',
}

const yes = (reason: string): Verdict => ({ tell: true, reason })
const no = (reason: string): Verdict => ({ tell: false, reason })

const waiting = {
  correction: 'the mail about the post has not left yet and will carry the corrected text',
  withdrawal: 'the mail about the post had not left yet, and will not',
}

/** Of several reasons the most direct one. */
const shortest = (reasons: string[]) => reasons.reduce((a, b) => (b.length < a.length ? b : a))

/**
 * Whom an incident concerns: the followers of what it has affected so far, of what that is part of, and of its parts;
 * and of the tags that these carry; with the reason for each. One that names no component concerns everyone.
 */
export function concernedBy(tree: readonly NamedComponent[], affected: readonly string[]): Subject['concerned'] {
  const names = new Map(tree.map(({ id, name }) => [id, name]))
  const hit = affected.filter((id) => names.has(id))
  if (affected.length === 0) return null
  const reasons = new Map<string, string>()
  for (const id of hit) {
    const above = new Set(ancestors(tree, id))
    for (const near of related(tree, id)) {
      const follows = `follows ${names.get(near)}`
      const reason =
        near === id
          ? `${follows}, which is affected`
          : above.has(near)
            ? `${follows}, of which ${names.get(id)} is affected`
            : `${follows}, part of ${names.get(id)}, which is affected`
      if (near === id || !reasons.has(near)) reasons.set(near, reason)
    }
  }
  for (const { name, tags = {}, id } of tree)
    for (const [tag, value] of Object.entries(tags))
      if (reasons.has(id) && !reasons.has(`${tag}:${value}`))
        reasons.set(`${tag}:${value}`, `follows ${tag}: ${value}, which ${name} has`)
  return reasons
}
