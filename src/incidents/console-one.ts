import { PostFields, updateOf } from '../composer/fields.ts'
import { sketchOf } from '../composer/sketch.ts'
import type { Context } from '../lib/context.ts'
import type { Problem } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { pageUrl } from '../pages/url.ts'
import { confirmation, linkButton } from '../web/console/buttons.ts'
import { consoleLayout } from '../web/console/layout.ts'
import type { Flash } from '../web/flash.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { mayCall } from '../web/permission.ts'
import { closeNotice } from './close-notice.ts'
import { composerFor, previewPart, tellsOf } from './compose.ts'
import { incidentDetails } from './details.ts'
import { findIncident } from './find.ts'
import { graceSeconds, posted } from './grace.ts'
import { phaseMark } from './marks.ts'
import { postUpdate } from './post-update.ts'
import { timelineOf } from './timeline.ts'
import { incidentView } from './view.ts'
import { isEnd } from './words.ts'

const path = '/console/incidents/{id}'

const one = definePage({
  method: 'GET',
  path,
  permission: 'viewer',
  view: (ctx, { params, flash }) => show(ctx, params.id, { flash }),
})

const post = defineForm({
  method: 'POST',
  path: `${path}/updates`,
  permission: 'editor',
  input: PostFields,
  run: async (ctx, { params, fields }) => {
    const grace = await graceSeconds(ctx)
    const update = { ...updateOf(ctx, fields), graceSeconds: grace }
    // What it is narrowed to may speak of the last post: that is another once this one is there.
    const told = fields.notify ? await tellsOfPost(ctx, params.id, fields) : 0
    // The form proposes a promise; a post for some makes none.
    const { id } = await postUpdate(ctx, params.id, update.audiences ? { ...update, nextUpdateAt: null } : update)
    const done = isEnd(fields.status) ? 'It is over, and the page says so.' : 'Posted. The page shows it.'
    return { to: `/console/incidents/${params.id}`, flash: posted(done, { update: id, told, grace }) }
  },
  invalid: (ctx, { params, values }, problems) => show(ctx, params.id, { values, problems }),
})

const preview = defineForm({
  method: 'POST',
  path: `${path}/preview`,
  permission: 'editor',
  input: z.looseObject({}),
  run: async (ctx, { params, fields, request }) => {
    const values = fields as Values
    if (request.header('x-part') === null) return show(ctx, params.id, { values })
    const details = await detailsOf(ctx, params.id)
    return previewPart(ctx, { page: await findPage(ctx, details.incident.page_id), details }, values)
  },
})

const close = defineForm({
  method: 'POST',
  path: `${path}/close`,
  permission: 'editor',
  input: z.object({}),
  run: async (ctx, { params }) => {
    await closeNotice(ctx, params.id)
    const text = 'Closed. The page keeps it in its past, and nobody is told.'
    return { to: `/console/incidents/${params.id}`, flash: { tone: 'good', text } }
  },
  invalid: (ctx, { params }, problems) => show(ctx, params.id, { problems }),
})

export const onePages = [one, post, preview, close]

const closing = (id: string) =>
  confirmation({
    id: 'close',
    label: 'Close the notice',
    look: 'plain',
    title: 'Close this notice?',
    text: 'It leaves the top of the page and stays in its past. Nobody is told. Another post opens it again.',
    to: `/console/incidents/${id}/close`,
    button: 'Close the notice',
  })

type Given = { flash?: Flash | null; values?: Values; problems?: readonly Problem[] }

async function show(ctx: Context, id: string, { flash = null, values, problems = [] }: Given) {
  const details = await detailsOf(ctx, id)
  const { incident } = details
  const page = await findPage(ctx, incident.page_id)
  const edits = mayCall(ctx.actor, 'editor')
  const planned = incident.kind === 'maintenance'
  return consoleLayout(ctx, {
    title: incident.title,
    active: planned ? 'maintenances' : 'incidents',
    up: planned
      ? { name: 'Planned work', path: '/console/maintenances' }
      : { name: 'Incidents', path: '/console/incidents' },
    state: phaseMark(incident),
    flash,
    actions: [
      linkButton('See the page', `${await pageUrl(ctx, page)}/incidents/${id}`),
      ...(edits ? [linkButton('Change details', `/console/incidents/${id}/change`)] : []),
      ...(edits && incident.kind === 'notice' && !incident.resolved_at ? [closing(id)] : []),
    ],
    body: incidentView({
      details,
      page,
      timeline: await timelineOf(ctx, id),
      composer: edits ? await composerFor(ctx, { page, details }, values ?? null, problems) : null,
      tells: await tellsOf(ctx, details),
      now: ctx.now(),
    }),
  })
}

/** As the button counted. */
async function tellsOfPost(ctx: Context, id: string, fields: Record<string, unknown>): Promise<number> {
  const details = await detailsOf(ctx, id)
  const typed = Object.entries(fields).filter(([, value]) => typeof value === 'string' || Array.isArray(value))
  const page = await findPage(ctx, details.incident.page_id)
  return (await sketchOf(ctx, { page, details, values: Object.fromEntries(typed) as Values })).tells
}

const detailsOf = async (ctx: Context, id: string) => (await incidentDetails(ctx, [await findIncident(ctx, id)]))[0]!
