import { impactChoices, type subjectKinds, type Wishes } from '../subscribers/preferences.ts'

export type SubjectKind = (typeof subjectKinds)[number]

/** A post as far as it matters to what people wish to hear. */
export type Post = {
  incident: string
  kind: SubjectKind
  impact: string
  /** Ends the incident. */
  isLast: boolean
}

/**
 * Why somebody does not want to hear a post that concerns them; null where they do. `heard`: they were told something of
 * this incident before, so that this is not the first.
 */
export function unwanted(post: Post, wishes: Wishes, heard: boolean): string | null {
  const { kinds, leastImpact, phases, digest } = wishes
  if (kinds && !kinds.includes(post.kind)) return `asked only for ${listed(kinds)}; this is ${one[post.kind]}`
  if (leastImpact && post.kind === 'incident' && rank(post.impact) < rank(leastImpact))
    return `asked for ${leastImpact} impact${leastImpact === 'critical' ? '' : ' and above'}; this one is ${post.impact === 'none' ? 'without impact' : post.impact}`
  // A notice has one post, which is its first and its last.
  const isLast = post.isLast || post.kind === 'notice' || post.kind === 'post_mortem'
  if (phases === 'last' && !isLast) return 'asked only for the last post of an incident'
  if (phases === 'first_and_last' && heard && !isLast) return 'asked only for the first and last posts of an incident'
  return digest ? `gets a ${digest} digest` : null
}

const impacts: readonly string[] = impactChoices
const rank = (impact: string) => impacts.indexOf(impact)

const many: Record<SubjectKind, string> = {
  incident: 'incidents',
  maintenance: 'planned work',
  notice: 'notices',
  post_mortem: 'post-mortems',
}
const one: Record<SubjectKind, string> = {
  incident: 'an incident',
  maintenance: 'planned work',
  notice: 'a notice',
  post_mortem: 'a post-mortem',
}

const listed = (kinds: readonly SubjectKind[]) => new Intl.ListFormat('en-GB').format(kinds.map((kind) => many[kind]))
