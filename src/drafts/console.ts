import type { ComponentStatus } from '../components/status.ts'
import { preview, tells } from '../composer/preview.ts'
import { sketchOf, withSamples } from '../composer/sketch.ts'
import type { Context } from '../lib/context.ts'
import type { Problem } from '../lib/errors.ts'
import { html } from '../lib/html.ts'
import { z } from '../lib/zod.ts'
import { pagesOf } from '../pages/find.ts'
import { formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { consoleQuery, oneOf } from '../web/console/list-query.ts'
import type { Flash } from '../web/flash.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { page as paged } from '../web/paging.ts'
import { mayCall } from '../web/permission.ts'
import { editDraft, rejectDraft } from './decide.ts'
import { type DraftDetails, draftDetails } from './details.ts'
import { findDraft, isWaiting } from './find.ts'
import { listDrafts } from './list.ts'
import { draftList, draftStates } from './list-view.ts'
import { draftView } from './page-view.ts'
import { approveAsTyped, draftValues, words, wordsTyped } from './typed.ts'
import { draftState, rejection } from './view.ts'

const path = '/console/drafts'
const one = `${path}/{id}` as const

const list = definePage({
  method: 'GET',
  path,
  permission: 'viewer',
  query: consoleQuery({ state: oneOf(draftStates) }),
  view: async (ctx, { query, flash }) => {
    const pages = await pagesOf(ctx)
    const page = pages.find(({ id, slug }) => id === query.page || slug === query.page)
    const { state = 'waiting' } = query
    const rows = await listDrafts(ctx, { ...query, state: state === 'all' ? undefined : state, page: page?.id })
    const { items, nextCursor } = paged(rows, query.limit, ({ id, created_at }) => ({ id, at: created_at }))
    return consoleLayout(ctx, {
      title: 'Drafts',
      active: 'drafts',
      flash,
      page: page?.slug,
      lede: 'What rules want to say, until it goes out.',
      body: draftList({
        items,
        nextCursor,
        query: { state, page: page?.slug ?? null },
        pages,
        now: ctx.now(),
      }),
    })
  },
})

const show = definePage({
  method: 'GET',
  path: one,
  permission: 'viewer',
  view: (ctx, { params, flash }) => showDraft(ctx, params.id, { flash }),
})

const edit = defineForm({
  method: 'POST',
  path: one,
  permission: 'editor',
  input: z.looseObject(words),
  run: async (ctx, { params, fields }) => {
    await editDraft(ctx, params.id, wordsTyped(fields))
    const text = 'Saved. It goes out as you wrote it, once its time comes or somebody approves it.'
    return { to: `${path}/${params.id}`, flash: { tone: 'good', text } }
  },
  invalid: (ctx, { params, values }, problems) => showDraft(ctx, params.id, { values, problems }),
})

const previewed = defineForm({
  method: 'POST',
  path: `${one}/preview`,
  permission: 'editor',
  input: z.looseObject({}),
  run: async (ctx, { params, fields, request }) => {
    const values = fields as Values
    if (request.header('x-part') === null) return showDraft(ctx, params.id, { values })
    const sketch = await draftSketch(ctx, await draftDetails(ctx, await findDraft(ctx, params.id)), values)
    return html`${preview(sketch)}${tells(sketch)}`
  },
})

const from = z.enum(['overview', 'draft']).default('draft')

const approve = defineForm({
  method: 'POST',
  path: `${one}/approve`,
  permission: 'editor',
  input: z.looseObject({ ...words, from, title: words.title.optional(), body: words.body.optional() }),
  run: async (ctx, { params, fields }) => {
    const draft = await approveAsTyped(ctx, params.id, fields)
    const text = `“${draft.title.slice(0, 200)}” is on the page.`
    const to = fields.from === 'overview' ? '/console' : `/console/incidents/${draft.incident_id}`
    return { to, flash: { tone: 'good', text } }
  },
  invalid: (ctx, { params, values }, problems) => showDraft(ctx, params.id, { values, problems }),
})

const reject = defineForm({
  method: 'POST',
  path: `${one}/reject`,
  permission: 'editor',
  input: z.object({ from }),
  run: async (ctx, { params, fields }) => {
    const { title } = await rejectDraft(ctx, params.id)
    const text = `“${title.slice(0, 200)}” was rejected. Nobody was told.`
    return { to: fields.from === 'overview' ? '/console' : `${path}/${params.id}`, flash: { tone: 'good', text } }
  },
  invalid: (ctx, { params }, problems) => showDraft(ctx, params.id, { problems }),
})

export const draftPages = [list, show, edit, previewed, approve, reject]

type Given = { flash?: Flash | null; values?: Values; problems?: readonly Problem[] }

async function showDraft(ctx: Context, id: string, { flash = null, values, problems = [] }: Given) {
  const details = await draftDetails(ctx, await findDraft(ctx, id))
  const { draft, page } = details
  const decide = mayCall(ctx.actor, 'editor')
  const text = values?.body === undefined ? draftValues(draft) : values
  return consoleLayout(ctx, {
    title: draft.title,
    active: 'drafts',
    up: { name: 'Drafts', path },
    state: draftState(draft, { zone: page.time_zone, now: ctx.now() }),
    flash: flash ?? whyNot(problems),
    actions: decide && isWaiting(draft) && rejection(draft, 'draft'),
    body: draftView(details, formState(text, problems), await draftSketch(ctx, details, text), { decide }),
  })
}

/** What stands in the way of a decision, where no field is to blame. */
function whyNot(problems: readonly Problem[]): Flash | null {
  const [problem] = problems.filter(({ pointer }) => pointer === '')
  return problem ? { tone: 'bad', text: problem.detail.slice(0, 500) } : null
}

async function draftSketch(ctx: Context, { draft, page, component, tells }: DraftDetails, text: Values) {
  const status = draft.kind === 'recovery' ? 'resolved' : 'investigating'
  const chosen = component && draft.kind === 'opening' ? { [`component.${component.id}`]: component.status } : {}
  const values = { ...text, ...chosen, status, notify: 'on' }
  const sketch = await sketchOf(ctx, { page, details: null, values })
  const affected = component ? [{ name: component.name, status: component.status as ComponentStatus }] : []
  return withSamples(ctx, page, { ...sketch, id: draft.incident_id ?? '…', affected, tells })
}
