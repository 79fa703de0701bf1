import { sql } from 'kysely'
import { type Limits, sightOf } from '../audiences/told.ts'
import type { PostText } from '../incidents/texts.ts'
import type { Context } from '../lib/context.ts'
import { unseal } from '../lib/seal.ts'
import type { Translations } from '../publishing/languages/translated.ts'
import { silentBefore } from '../subscribers/silent-words.ts'
import { notInTheAudience } from './choose.ts'
import type { Claimed } from './claimed.ts'
import { type Affected, type Post, postsOf } from './posts.ts'
import { reconsider } from './reconsider.ts'

/** What is true of a delivery at the moment of sending, which may differ from when it was chosen. */
export type Facts = Awaited<ReturnType<typeof factsOf>>[number]

export async function factsOf(ctx: Context, claimed: readonly Pick<Claimed, 'id' | 'announcement'>[]) {
  const ids = claimed.map(({ id }) => id)
  const told = [...new Set(claimed.map(({ announcement }) => announcement))]
  const [rows, posts] = await Promise.all([rowsOf(ctx, ids), postsOf(ctx, told)])
  const verdicts = await reconsider(ctx, rows)
  return rows.flatMap((row) => {
    const post = posts.get(row.announcement)
    if (!post) return []
    const { texts, limits, incident_audiences, post_audiences } = post
    const { email, world } = row
    const sight = seen({ email, world, incident_audiences, post_audiences }, post.affected, limits, texts)
    const words = inWordsOf(
      post,
      texts.find(({ audience }) => audience === sight.words),
    )
    // One by one: an object of so many properties that is spread is a table of seven times the size, and hundreds wait to leave.
    return {
      kind: post.kind,
      update: post.update,
      number: post.number,
      status: post.status,
      posted_at: post.posted_at,
      next_update_at: post.next_update_at,
      withdrawn_at: post.withdrawn_at,
      withdrawn_reason: post.withdrawn_reason,
      incident: post.incident,
      title: post.title,
      incident_kind: post.incident_kind,
      impact: post.impact,
      started_at: post.started_at,
      scheduled_for: post.scheduled_for,
      resolved_at: post.resolved_at,
      page: post.page,
      page_name: post.page_name,
      postal_address: post.postal_address,
      slug: post.slug,
      host: post.host,
      time_zone: post.time_zone,
      page_language: post.page_language,
      wording: post.wording,
      incident_audiences: post.incident_audiences,
      post_audiences: post.post_audiences,
      url: post.url,
      delivery: row.delivery,
      announcement: row.announcement,
      reason: row.reason,
      attempts: row.attempts,
      created_at: row.created_at,
      not_before: row.not_before,
      event_id: row.event_id,
      channel: row.channel,
      together_with: row.together_with,
      claimed_at: row.claimed_at,
      goes_to: row.goes_to,
      subscriber: row.subscriber,
      email: row.email,
      state: row.state,
      state_reason: row.state_reason,
      world: row.world,
      link_version: row.link_version,
      language: row.language,
      only_incident: row.only_incident,
      mayDiffer: row.mayDiffer,
      is_first: row.is_first,
      follows: row.follows,
      answers: row.answers,
      verdict: verdicts.get(row.delivery) ?? null,
      sees: sight.sees,
      affected: sight.affected,
      words: sight.words,
      same: sight.isWhole ? post : null,
      body: words.body,
      short: words.short,
      translations: words.translations,
      target: targetOf(ctx, row),
    }
  })
}

/** What differs from reader to reader: the fewer columns, the sooner thousands of rows are read. */
const rowsOf = (ctx: Context, ids: readonly string[]) =>
  ctx.db
    .selectFrom('deliveries as d')
    .innerJoin('announcements as a', 'a.id', 'd.announcement_id')
    .innerJoin('subscribers as s', 's.id', 'd.subscriber_id')
    .select(['d.id as delivery', 'd.announcement_id as announcement', 'd.reason', 'd.attempts', 'd.created_at'])
    .select(['d.not_before', 'd.event_id', 'd.channel', 'd.together_with', 'd.claimed_at', 'd.host as goes_to'])
    .select(['s.id as subscriber', 's.email', 's.state', 's.reason as state_reason', 's.world', 's.link_version'])
    .select(['s.target', 's.language', 's.only_incident'])
    .select([mayDiffer.as('mayDiffer'), isFirst.as('is_first'), follows.as('follows'), firstReceipt.as('answers')])
    .where('d.id', '=', sql<string>`any(${ids}::text[])`)
    .execute()

/** The post's own words, or others. */
const inWordsOf = ({ body, short, translations }: Post, own: PostText | undefined) => ({
  body: own ? own.body : body,
  short: own ? own.short : short,
  translations: own?.translations
    ? { ...translations, update: own.translations as Translations<'body'> }
    : translations,
})

/**
 * What was changed in the moment before may not have been there yet for whoever chose. Whether a correction or withdrawal is
 * news to somebody depends on what became of the post.
 */
const mayDiffer = sql<boolean>`(s.updated_at >= d.created_at - interval '2 seconds' or s.quiet_from is not null
  or a.kind <> 'update')`

/** What the vendor called the first message about the incident to the same destination. The first post of one follows none. */
const firstReceipt = sql<string | null>`case when a.kind <> 'update' or a.update_number > 1 then (
  select first.receipt from deliveries first
  where first.subscriber_id = d.subscriber_id and first.incident_id = d.incident_id and first.state = 'sent'
    and first.receipt is not null and first.event_id < d.event_id
  order by first.event_id limit 1) end`

/** What they follow of what the incident affects. */
const follows = sql<string[]>`array(
  select sc.component_id from subscriber_components sc
  join incident_components ic on ic.component_id = sc.component_id and ic.incident_id = d.incident_id
  where sc.subscriber_id = s.id)`

/** Nothing has ever gone to this number: neither a message nor a code, as of one that was imported or vouched for. */
const isFirst = sql<boolean>`case when s.channel in ('sms', 'whatsapp') and s.confirm_sent_at is null then not exists (
  select 1 from deliveries told where told.subscriber_id = d.subscriber_id and told.state = 'sent') else false end`

/** The destination as its channel takes it; null once it was erased. */
function targetOf(ctx: Context, { email, target }: { email: string | null; target: Buffer | null }): unknown {
  if (target) return JSON.parse(unseal(ctx.settings.secret, target))
  return email === null ? null : { email }
}

type Addressed = {
  email: string | null
  world: boolean
  incident_audiences: string[] | null
  post_audiences: string[] | null
}

/** What the mail may say, and in whose words: who was told may have lost sight of something since. */
export function seen(
  row: Addressed,
  affected: readonly Affected[],
  limits: Limits = { audiences: [], tree: affected.map((part) => ({ ...part, ...plain })) },
  texts: readonly PostText[] = [],
) {
  const told = { incident: row.incident_audiences, post: row.post_audiences, affected: affected.map(({ id }) => id) }
  const sight = sightOf(limits, { ...told, texts })?.(row)
  return {
    sees: sight?.sees ?? true,
    isWhole: !sight,
    affected: sight ? affected.filter(({ id }) => sight.affected.includes(id)) : affected,
    words: sight?.words ?? null,
  }
}

/** On a page where nothing is limited. */
const plain = { parent_id: null, audiences: null, tags: {} }

/** Why it is not sent after all; null where it is. */
export function lastObjection(facts: Facts): string | null {
  const it = facts.channel === 'email' ? 'this mail' : 'this message'
  if (facts.withdrawn_at && facts.kind !== 'withdrawal') return `the post was withdrawn before ${it} left`
  if (!facts.sees) return `${notInTheAudience} any more when ${it} was to leave`
  if (facts.state === 'active' && facts.target !== null)
    return facts.verdict?.tell === false ? `was to hear of it until ${it} was to leave: ${facts.verdict.reason}` : null
  return silentBefore(facts.state, facts.state_reason, it)
}
