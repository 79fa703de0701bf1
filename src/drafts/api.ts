import { listAudiences } from '../audiences/find.ts'
import { TextsShape, textsShape } from '../incidents/shape.ts'
import { wordsIn } from '../incidents/texts.ts'
import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { OpeningTranslations } from '../publishing/languages/schema.ts'
import { rulesOf } from '../rules/find.ts'
import { instant, listOf, listQuery, page } from '../web/paging.ts'
import { defineRoute } from '../web/route.ts'
import { approveDraft, EditDraft, editDraft, rejectDraft } from './decide.ts'
import { findDraft } from './find.ts'
import { listDrafts } from './list.ts'
import { wordsOf } from './publish.ts'
import type { Draft } from './write.ts'

const tags = ['Drafts']
const states = ['held', 'awaiting_approval', 'published', 'cancelled', 'rejected'] as const

export const DraftShape = z
  .object({
    id: z.string(),
    state: z.enum(states),
    kind: z.enum(['opening', 'recovery']),
    rule: z.string().nullable().meta({ description: "The rule's name." }),
    page: z.string(),
    title: z.string(),
    body: z.string(),
    translations: OpeningTranslations,
    short: z.string().nullable(),
    texts: TextsShape,
    reason: z.string().nullable(),
    dueAt: instant.nullable(),
    alert: z.string().nullable(),
    incident: z.string().nullable(),
    editedBy: z.string().nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    createdAt: instant,
  })
  .openapi('Draft')

async function shapes(ctx: Context, drafts: readonly Draft[]): Promise<z.input<typeof DraftShape>[]> {
  const rules = await rulesOf(ctx)
  const audiences = await listAudiences(ctx)
  return drafts.map((draft) => ({
    id: draft.id,
    state: draft.state as (typeof states)[number],
    kind: draft.kind as 'opening' | 'recovery',
    rule: rules.find((rule) => rule.id === draft.rule_id)?.name ?? null,
    page: draft.page_id,
    ...wordsOf(draft),
    texts: textsShape(wordsIn(draft.texts), audiences),
    reason: draft.reason,
    dueAt: draft.due_at,
    alert: draft.alert_id,
    incident: draft.incident_id,
    editedBy: draft.edited_by,
    decidedBy: draft.decided_by,
    decidedAt: draft.decided_at,
    createdAt: draft.created_at,
  }))
}

const shape = async (ctx: Context, draft: Draft) => (await shapes(ctx, [draft]))[0]!

export const draftRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/drafts',
    permission: 'viewer',
    summary: 'Drafts, newest first',
    tags,
    query: listQuery({ state: z.enum(states).optional(), page: z.string().optional() }),
    response: listOf(DraftShape),
    run: async (ctx, { query }) => {
      const { items, nextCursor } = page(await listDrafts(ctx, query), query.limit, (row) => ({
        at: row.created_at,
        id: row.id,
      }))
      return { items: await shapes(ctx, items), nextCursor }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/drafts/{id}',
    permission: 'viewer',
    summary: 'One draft',
    tags,
    response: DraftShape,
    run: async (ctx, { params }) => shape(ctx, await findDraft(ctx, params.id)),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/v1/drafts/{id}',
    permission: 'editor',
    summary: 'Edit the text before it goes',
    tags,
    body: EditDraft,
    response: DraftShape,
    run: async (ctx, { params, body }) => shape(ctx, await editDraft(ctx, params.id, body)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/drafts/{id}/approve',
    permission: 'editor',
    summary: 'Post it now',
    tags,
    response: DraftShape,
    run: async (ctx, { params }) => shape(ctx, await approveDraft(ctx, params.id)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/drafts/{id}/reject',
    permission: 'editor',
    summary: 'Post nothing; its alerts stay silent until they have recovered',
    tags,
    response: DraftShape,
    run: async (ctx, { params }) => shape(ctx, await rejectDraft(ctx, params.id)),
  }),
]
