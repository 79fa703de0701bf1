import { ancestors, type Placed, related } from '../components/tree.ts'

/** A component's place and name. */
export type NamedComponent = Placed & { name: string }

/** What an announcement is about, as far as choosing needs it. */
export type Subject = {
  kind: 'update' | 'correction' | 'withdrawal'
  /** False where the post asked to tell nobody. */
  notify: boolean
  /** Why a follower of a component is concerned, by component; null: everyone is. */
  concerned: ReadonlyMap<string, string> | null
  /** What somebody may see of it, by their address. Absent or null: everybody sees all of it. */
  sight?: ((email: string | null) => { sees: boolean; concerned: ReadonlyMap<string, string> | null }) | null
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
}

export type Verdict = { tell: boolean; reason: string }

/** Whether somebody is told, with the reason for every yes and every no. The first line that applies decides. */
export function choose(subject: Subject, listener: Listener): Verdict {
  if (!subject.notify) return no('this post asked to tell nobody')
  if (listener.state === 'unconfirmed') return no('has not confirmed yet')
  if (listener.state === 'unsubscribed') return no('unsubscribed')
  if (listener.state === 'suppressed') return no(`suppressed: ${listener.reason ?? 'mail to it was refused'}`)
  if (listener.state !== 'active') return no(listener.state)
  const { sees, concerned } = subject.sight?.(listener.email ?? null) ?? { sees: true, ...subject }
  if (!sees) return no(notInTheAudience)
  if (subject.kind !== 'update' && listener.told === 'waiting') return no(waiting[subject.kind])
  if (subject.kind !== 'update')
    return listener.told === 'sent' ? yes('was told of the post') : no('was not told of the post')
  if (listener.choice === null) return yes('follows everything')
  if (concerned === null) return yes('this post concerns the whole page')
  const reasons = listener.choice.map((id) => concerned.get(id)).filter((reason) => reason !== undefined)
  return reasons.length > 0 ? yes(shortest(reasons)) : no('does not follow an affected component')
}

export const notInTheAudience = 'not in the audience'

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
 * with the reason for each. One that names no component concerns everyone.
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
  return reasons
}
