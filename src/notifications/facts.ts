import { sql } from 'kysely'
import { type Limits, limitsOf, sightOf } from '../audiences/told.ts'
import { type PostText, textsIn } from '../incidents/texts.ts'
import type { Context } from '../lib/context.ts'
import { unseal } from '../lib/seal.ts'
import { firstPage, placeOf } from '../pages/url.ts'
import type { Translations } from '../publishing/languages/translated.ts'
import type { Wording } from '../publishing/languages/words.ts'
import { notInTheAudience } from './choose.ts'
import type { Claimed } from './claim.ts'
import { reconsider } from './reconsider.ts'

/** What is true of a delivery at the moment of sending, which may differ from when it was chosen. */
export type Facts = Awaited<ReturnType<typeof factsOf>>[number]

export async function factsOf(ctx: Context, claimed: readonly Pick<Claimed, 'id'>[]) {
  const rows = await ctx.db
    .selectFrom('deliveries as d')
    .innerJoin('announcements as a', 'a.id', 'd.announcement_id')
    .innerJoin('incident_updates as u', 'u.id', 'd.update_id')
    .innerJoin('incidents as i', 'i.id', 'd.incident_id')
    .innerJoin('pages as p', 'p.id', 'd.page_id')
    .innerJoin('subscribers as s', 's.id', 'd.subscriber_id')
    .select(['d.id as delivery', 'a.kind', 'u.number', 'u.status', 'u.body', 'u.created_at as posted_at'])
    .select(['u.next_update_at', 'u.withdrawn_at', 'u.withdrawn_reason', 'i.id as incident', 'i.title'])
    .select([
      'i.kind as incident_kind',
      'i.started_at',
      'i.scheduled_for',
      'i.resolved_at',
      'p.id as page',
      'p.name as page_name',
    ])
    .select([
      'p.slug',
      'p.host',
      'p.time_zone',
      's.id as subscriber',
      's.email',
      's.state',
      's.reason as state_reason',
      's.world',
    ])
    .select([
      's.link_version',
      'd.reason',
      'd.attempts',
      'd.created_at',
      'd.not_before',
      'd.event_id',
      'd.channel',
      'd.together_with',
      'd.claimed_at',
      'u.id as update',
    ])
    .select(['a.id as announcement', mayDiffer.as('mayDiffer'), isFirst.as('is_first')])
    .select(follows.as('follows'))
    .select(['s.target', 's.language', 's.only_incident', 'p.language as page_language', 'p.wording', 'i.impact'])
    .select(['i.translations as incident_translations', 'u.translations as update_translations'])
    .select(['p.translations as page_translations', firstReceipt.as('answers')])
    .select(['i.audiences as incident_audiences', 'u.audiences as post_audiences', 'u.short', 'u.texts'])
    .where('d.id', '=', sql<string>`any(${claimed.map((one) => one.id)}::text[])`)
    .execute()
  const affected = await affectedBy(ctx, new Set(rows.map((row) => row.incident)))
  const first = await firstPage(ctx)
  const limits = await limitsOfAll(ctx, new Set(rows.map((row) => row.page)))
  const others = new Map(rows.map((row) => [row.update, textsIn(row.texts)]))
  const verdicts = await reconsider(ctx, rows)
  return rows.map(({ texts: _, ...row }) => {
    const texts = others.get(row.update) ?? []
    const sight = seen(row, affected.get(row.incident) ?? [], limits.get(row.page), texts)
    return {
      ...row,
      verdict: verdicts.get(row.delivery) ?? null,
      ...sight,
      ...inWordsOf(
        row,
        texts.find(({ audience }) => audience === sight.words),
      ),
      target: targetOf(ctx, row),
      wording: row.wording as Wording,
      url: placeOf(ctx.settings, row, row.page === first).url,
    }
  })
}

type Written = {
  body: string
  short: string | null
  incident_translations: unknown
  update_translations: unknown
  page_translations: unknown
}

/** The post's own words, or others. */
const inWordsOf = (row: Written, own: PostText | undefined) => ({
  body: own?.body ?? row.body,
  short: own ? own.short : row.short,
  translations: {
    incident: row.incident_translations as Translations<'title'>,
    update: (own?.translations ?? row.update_translations) as Translations<'body'>,
    page: row.page_translations as Translations<'name'>,
  },
})

/**
 * What was changed in the moment before may not have been there yet for whoever chose. Whether a correction or withdrawal is
 * news to somebody depends on what became of the post.
 */
const mayDiffer = sql<boolean>`(s.updated_at >= d.created_at - interval '2 seconds' or s.quiet_from is not null
  or a.kind <> 'update')`

/** What the vendor called the first message about the incident to the same destination. */
const firstReceipt = sql<string | null>`(
  select first.receipt from deliveries first
  where first.subscriber_id = d.subscriber_id and first.incident_id = d.incident_id and first.state = 'sent'
    and first.receipt is not null and first.event_id < d.event_id
  order by first.event_id limit 1)`

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

/** Of those pages on which something is limited. */
async function limitsOfAll(ctx: Context, pages: ReadonlySet<string>) {
  const limited = await ctx.db
    .selectFrom('pages as p')
    .select('p.id')
    .where('p.id', '=', sql<string>`any(${[...pages]}::text[])`)
    .where((eb) =>
      eb
        .exists(eb.selectFrom('audiences').select('id').whereRef('page_id', '=', 'p.id'))
        .or(
          eb.exists(
            eb
              .selectFrom('components')
              .select('id')
              .whereRef('page_id', '=', 'p.id')
              .where('audiences', 'is not', null),
          ),
        ),
    )
    .execute()
  return new Map(await Promise.all(limited.map(async ({ id }) => [id, await limitsOf(ctx, id)] as const)))
}

type Addressed = {
  email: string | null
  world: boolean
  incident_audiences: string[] | null
  post_audiences: string[] | null
}
type Affected = { id: string; name: string; status: string; translations: Translations<'name'> }

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
    affected: affected.filter(({ id }) => !sight || sight.affected.includes(id)),
    words: sight?.words ?? null,
  }
}

/** On a page where nothing is limited. */
const plain = { parent_id: null, audiences: null, tags: {} }

async function affectedBy(ctx: Context, incidents: ReadonlySet<string>) {
  const rows = await ctx.db
    .selectFrom('incident_components as ic')
    .innerJoin('components as c', 'c.id', 'ic.component_id')
    .select(['ic.incident_id', 'c.id', 'c.name', 'ic.status', 'c.translations'])
    .where('ic.incident_id', '=', sql<string>`any(${[...incidents]}::text[])`)
    .orderBy('c.position')
    .orderBy('c.key')
    .execute()
  const typed = rows.map((row) => ({ ...row, translations: row.translations as Translations<'name'> }))
  return Map.groupBy(typed, (row) => row.incident_id)
}

/** Why it is not sent after all; null where it is. */
export function lastObjection(facts: Facts): string | null {
  const it = facts.channel === 'email' ? 'this mail' : 'this message'
  if (facts.withdrawn_at && facts.kind !== 'withdrawal') return `the post was withdrawn before ${it} left`
  if (!facts.sees) return `${notInTheAudience} any more when ${it} was to leave`
  if (facts.state === 'active' && facts.target !== null)
    return facts.verdict?.tell === false ? `was to hear of it until ${it} was to leave: ${facts.verdict.reason}` : null
  if (facts.state === 'suppressed' || facts.state === 'quarantined')
    return `${facts.state} before ${it} left: ${facts.state_reason ?? 'it was refused'}`
  return `${facts.state} before ${it} left`
}
