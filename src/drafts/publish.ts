import { record } from '../events/record.ts'
import { findIncident, lockIncident } from '../incidents/find.ts'
import { openIncident } from '../incidents/open.ts'
import { postUpdate, requireOpen } from '../incidents/post-update.ts'
import { wordsIn } from '../incidents/texts.ts'
import type { Context } from '../lib/context.ts'
import { OpeningTranslations } from '../publishing/languages/schema.ts'
import { personIncident, recentIncident, ruleIncident } from '../rules/facts.ts'
import { findRule, type Rule } from '../rules/find.ts'
import type { UnsaidWhile } from '../rules/policy.ts'
import { forThoseThere } from './other-words.ts'
import { spanOf } from './span.ts'
import { type Draft, said, type Worded, word } from './write.ts'

/**
 * Posts a draft: opens its incident, reopens the one that the same rule ended a moment ago, or ends it. Call it inside
 * a transaction that holds the page's lock. A draft that a person edited goes out as they wrote it; else its words are
 * made anew, so that the times in it are right. `made`: where it was made just now, by which rule and with which words.
 */
export async function publishDraft(
  ctx: Context,
  draft: Draft,
  by: { automatic: boolean },
  made: { rule: Rule | null; text: Text } | null = null,
): Promise<Draft> {
  const rule = made ? made.rule : draft.rule_id ? await findRule(ctx, draft.rule_id) : null
  const text = made ? made.text : await textOf(ctx, draft, rule)
  const posted =
    draft.kind === 'recovery' ? await postRecovery(ctx, draft, text, by) : await postOpening(ctx, draft, rule, text, by)
  const done = await ctx.db
    .updateTable('drafts')
    .set({
      state: 'published',
      title: text.title,
      body: text.body,
      translations: JSON.stringify(text.translations),
      short: text.short,
      texts: JSON.stringify(text.texts),
      incident_id: posted.incident,
      update_id: posted.update,
      decided_by: ctx.actor.name,
      decided_at: ctx.now(),
      updated_at: ctx.now(),
    })
    .where('id', '=', draft.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await ctx.db
    .updateTable('alerts')
    .set({
      incident_id: posted.incident,
      outcome: draft.kind === 'recovery' ? 'resolved' : 'published',
      unsaid_while: null,
    })
    .where('draft_id', '=', draft.id)
    .where('org_id', '=', ctx.org)
    .where('outcome', 'in', ['held', 'awaiting_approval', 'recorded'])
    .execute()
  await record(ctx, { kind: 'draft.published', subject: draft.id, page: draft.page_id, incident: posted.incident })
  return done
}

/** `startedAt`: when the problem began. */
export type Text = Worded & { startedAt: Date }

async function textOf(ctx: Context, draft: Draft, rule: Rule | null): Promise<Text> {
  const alert = await ctx.db.selectFrom('alerts').selectAll().where('id', '=', draft.alert_id).executeTakeFirst()
  const own = await asWritten(ctx, draft)
  if (!alert) return { ...own, nextUpdateAt: null, startedAt: draft.created_at }
  const incident = draft.kind === 'recovery' ? await findIncident(ctx, draft.incident_id!) : null
  const span = spanOf(alert, incident && { startedAt: incident.started_at })
  const fresh = await word(ctx, {
    rule,
    page: draft.page_id,
    component: draft.component_id,
    alert,
    phase: draft.kind === 'recovery' ? 'resolved' : 'investigating',
    ...span,
    postedAt: ctx.now(),
  })
  return { ...fresh, ...(draft.edited_by ? own : {}), startedAt: span.startedAt }
}

const asWritten = async (ctx: Context, draft: Draft): Promise<Omit<Worded, 'nextUpdateAt'>> => ({
  ...wordsOf(draft),
  texts: await forThoseThere(ctx, draft.page_id, wordsIn(draft.texts)),
})

/** What a draft says. */
export const wordsOf = ({ title, body, short, texts, translations }: Draft) => ({
  title,
  body,
  short,
  texts: wordsIn(texts),
  translations: OpeningTranslations.safeParse(translations).data ?? {},
})

async function postRecovery(ctx: Context, draft: Draft, text: Text, by: { automatic: boolean }) {
  requireOpen(await lockIncident(ctx, draft.incident_id!))
  const update = await postUpdate(ctx, draft.incident_id!, { status: 'resolved', ...said(text) }, by)
  return { incident: draft.incident_id!, update: update.id }
}

async function postOpening(ctx: Context, draft: Draft, rule: Rule | null, text: Text, by: { automatic: boolean }) {
  const post = {
    status: 'investigating',
    ...said(text),
    nextUpdateAt: text.nextUpdateAt,
    components: draft.component_id ? { [draft.component_id]: draft.component_status ?? 'operational' } : {},
  }
  const going = rule && (await goingOn(ctx, placed(rule, draft), draft.created_at))
  if (going) {
    const update = await postUpdate(ctx, going.id, post, by)
    return { incident: going.id, update: update.id }
  }
  const origin = rule ? { rule: rule.id, component: draft.component_id } : null
  const { title, startedAt } = text
  const opened = await openIncident(ctx, { ...post, page: draft.page_id, title, startedAt }, origin)
  return { incident: opened.id, update: opened.update.id }
}

/** The rule's incident that is open, or that automation ended so shortly before it fired that this is still the same. */
const goingOn = async (ctx: Context, rule: Rule, firedAt: Date) =>
  (await ruleIncident(ctx, rule)) ?? (await recentIncident(ctx, rule, firedAt))

/** The rule where the draft was made: it may post on another component now. */
const placed = (rule: Rule, { page_id, component_id }: Draft): Rule => ({ ...rule, page_id, component_id })

/** The incident that takes the alerts of a draft in, and whether they stay unsaid there. */
export type Absorbed = { incident: string; unsaidWhile: UnsaidWhile | null }

/** The incident that makes posting a waiting opening needless: one that a person or the same rule opened meanwhile. */
export async function overtaking(ctx: Context, draft: Draft): Promise<Absorbed | null> {
  if (draft.kind !== 'opening' || !draft.rule_id) return null
  const rule = placed(await findRule(ctx, draft.rule_id), draft)
  const theirs = await personIncident(ctx, rule)
  if (theirs) return { incident: theirs, unsaidWhile: 'person_leads' }
  const own = await ruleIncident(ctx, rule)
  return own && { incident: own.id, unsaidWhile: own.touched ? 'person_leads' : null }
}
