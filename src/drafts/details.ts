import { type ListedAlert, listAlerts } from '../alerts/list.ts'
import { audienceChoices } from '../audiences/fields.ts'
import type { ComponentStatus } from '../components/status.ts'
import { countToTell } from '../composer/audience.ts'
import { wordsIn } from '../incidents/texts.ts'
import type { Context } from '../lib/context.ts'
import { findPage, type Page } from '../pages/find.ts'
import type { Choice } from '../web/console/forms.ts'
import type { Draft } from './write.ts'

export type DraftDetails = {
  draft: Draft
  page: Page
  rule: { id: string; name: string } | null
  /** What it is about, with the status it would get. */
  component: { id: string; name: string; status: ComponentStatus } | null
  alerts: ListedAlert[]
  /** Whom it can have other words for. */
  audiences: Choice[]
  /** How many people would be told if it went out now. */
  tells: number
}

/** A draft with what is behind it and whom it would reach. */
export async function draftDetails(ctx: Context, draft: Draft): Promise<DraftDetails> {
  const component = draft.component_id
    ? await ctx.db
        .selectFrom('components')
        .select(['id', 'name'])
        .where('id', '=', draft.component_id)
        .where('org_id', '=', ctx.org)
        .executeTakeFirst()
    : undefined
  const rule = draft.rule_id
    ? await ctx.db
        .selectFrom('rules')
        .select(['id', 'name'])
        .where('id', '=', draft.rule_id)
        .where('org_id', '=', ctx.org)
        .executeTakeFirst()
    : undefined
  return {
    draft,
    page: await findPage(ctx, draft.page_id),
    rule: rule ?? null,
    component: component
      ? { ...component, status: (draft.component_status ?? 'operational') as ComponentStatus }
      : null,
    audiences: await audienceChoices(ctx, draft.page_id),
    alerts: await listAlerts(ctx, { draft: draft.id, limit: 20 }),
    tells: await countToTell(ctx, draft.page_id, await concerned(ctx, draft), { incident: await limitOf(ctx, draft) }),
  }
}

/** Its words for some, with what each audience is called. */
export const wordsNamed = ({ draft, audiences }: Pick<DraftDetails, 'draft' | 'audiences'>) => ({
  short: draft.short,
  texts: wordsIn(draft.texts).map((text) => ({
    ...text,
    name: audiences.find(([id]) => id === text.audience)?.[1] ?? 'an audience that was removed',
  })),
})

/** Who may see the incident that it is posted on. */
async function limitOf(ctx: Context, { incident_id }: Draft): Promise<string[] | null> {
  if (!incident_id) return null
  const row = await ctx.db.selectFrom('incidents').select('audiences').where('id', '=', incident_id).executeTakeFirst()
  return row?.audiences ?? null
}

async function concerned(ctx: Context, draft: Draft): Promise<string[]> {
  if (!draft.incident_id) return draft.component_id ? [draft.component_id] : []
  const rows = await ctx.db
    .selectFrom('incident_components')
    .select('component_id')
    .where('incident_id', '=', draft.incident_id)
    .execute()
  return rows.map(({ component_id }) => component_id)
}
