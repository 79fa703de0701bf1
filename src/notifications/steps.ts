import { noWishes, type Wishes } from '../subscribers/preferences.ts'
import { choose, type Listener, notFollowing, type Subject } from './choose.ts'

/** One question that was asked about somebody and a post. */
export type Step = {
  question: string
  /** How it was answered, in words. */
  answer: string
  good: boolean
  /** What would have to be different; only where the answer was no. */
  remedy: string | null
}

type Case = { subject: Subject; listener: Listener }

/** A question, and the case in which its answer could not be no. */
type Question = {
  question: string
  yes: string
  remedy: (reason: string) => string
  granted: (one: Case) => Case
}

/**
 * Each question of the decision, in its order, with all that stands in the way: every no is answered by `choose` itself,
 * as it decides once everything before it is granted.
 */
export function stepsOf(subject: Subject, listener: Listener): Step[] {
  let now: Case = { subject, listener }
  return questionsOf(subject).map(({ question, yes, remedy, granted }) => {
    const before = choose(now.subject, now.listener)
    now = granted(now)
    const after = choose(now.subject, now.listener)
    const stopped = !before.tell && (after.tell || after.reason !== before.reason)
    if (stopped) return { question, answer: before.reason, good: false, remedy: remedy(before.reason) }
    return { question, answer: question === follows ? whyFollowed(now) : yes, good: true, remedy: null }
  })
}

/** Whatever their other wishes say. */
function whyFollowed(one: Case): string {
  const { subject, listener } = wishing(one, { kinds: null, leastImpact: null, phases: 'all', digest: null })
  return choose(subject, listener).reason
}

const follows = 'Do they follow what it concerns?'

const questionsOf = ({ kind, only = [] }: Subject): Question[] => [
  {
    question: 'Was anybody to be told?',
    yes: 'it was posted to be told',
    remedy: () => 'The post would have to be one that tells people.',
    granted: (one) => inSubject(one, { notify: true }),
  },
  {
    question: 'May we write to them?',
    yes: 'they agreed, and nothing was refused there',
    remedy: howToActivate,
    granted: (one) => ({ ...one, listener: { ...one.listener, state: 'active' } }),
  },
  {
    question: 'May they see the post, and something that it affects?',
    yes: 'they may',
    remedy: () =>
      'They would have to belong to one of its audiences, or the post and what it affects to be open to them.',
    granted: seeingAll,
  },
  {
    question: 'Is it for their labels?',
    yes: 'it is for them, or for all labels',
    remedy: () => 'They would have to have one of these labels.',
    granted: (one) => inSubject(one, { labels: null }),
  },
  ...(kind === 'update' ? only : []).map(
    (rule): Question => ({
      question: 'Does a rule of the post leave them out?',
      yes: 'the rule holds of them',
      remedy: () => rule.remedy,
      granted: (one) => ({
        ...one,
        listener: { ...one.listener, meets: new Set([...(one.listener.meets ?? []), rule]) },
      }),
    }),
  ),
  ...(kind === 'update' ? aboutPosts : aboutCorrections),
]

const aboutCorrections: Question[] = [
  {
    question: 'Were the words corrected that they were told?',
    yes: 'they were, or all were',
    remedy: () => 'The words that they got would have to be among those that were wrong.',
    granted: (one) => inSubject(one, { corrected: null }),
  },
  {
    question: 'Were they told of the post?',
    yes: 'they were',
    remedy: () => 'The message about the post would have to have reached them first.',
    granted: (one) => ({ ...one, listener: { ...one.listener, told: 'sent' } }),
  },
]

const aboutPosts: Question[] = [
  {
    question: 'Do they hear of other incidents than one?',
    yes: 'they do, or it is the one that they follow',
    remedy: () => 'They would have to follow this incident, or the page.',
    granted: (one) =>
      one.listener.wishes?.incident === one.subject.post?.incident ? one : wishing(one, { incident: null }),
  },
  {
    question: follows,
    yes: 'they do',
    remedy: () =>
      'They would have to follow everything, a component that is affected, what it is part of, or one of its tags.',
    granted: followingAll,
  },
  wish(
    'Do they want to hear of this kind of thing?',
    'they do',
    { kinds: null },
    'They would have to ask for it in their preferences.',
  ),
  wish(
    'Is it bad enough for them?',
    'it is',
    { leastImpact: null },
    'Its impact would have to be what they asked for, or worse.',
  ),
  wish(
    'Do they want to hear of this phase?',
    'they do',
    { phases: 'all' },
    'They would have to ask for all posts of an incident.',
  ),
  wish(
    'Do they get single messages?',
    'they do',
    { digest: null },
    'They would have to give up their digest; it tells them of this post.',
  ),
]

function wish(question: string, yes: string, without: Partial<Wishes>, remedy: string): Question {
  return { question, yes, remedy: () => remedy, granted: (one) => wishing(one, without) }
}

const inSubject = (one: Case, change: Partial<Subject>): Case => ({ ...one, subject: { ...one.subject, ...change } })

const wishing = (one: Case, change: Partial<Wishes>): Case => ({
  ...one,
  listener: { ...one.listener, wishes: { ...(one.listener.wishes ?? noWishes), ...change } },
})

/** Whoever may not see it is treated as if they did, with what it concerns for everybody. */
const seeingAll = (one: Case): Case => {
  const { sight } = one.subject
  return sight ? inSubject(one, { sight: (of) => ({ ...one.subject, ...sight(of), sees: true }) }) : one
}

function followingAll(one: Case): Case {
  const isThat = choose(one.subject, one.listener).reason === notFollowing
  return isThat ? wishing({ ...one, listener: { ...one.listener, choice: null } }, { tags: [] }) : one
}

function howToActivate(reason: string): string {
  if (reason === 'has not confirmed yet') return 'They would have to confirm by the link that was sent to them.'
  if (reason === 'unsubscribed') return 'They would have to subscribe again themselves.'
  if (/^(takes no messages|is in quarantine)/.test(reason))
    return 'Bring it back on its own screen, once it takes messages again.'
  return 'Its state would have to be active.'
}
