import { audienceChoices } from '../audiences/fields.ts'
import { componentsOf } from '../components/find.ts'
import { countToTell } from '../composer/audience.ts'
import { componentsIn, promises } from '../composer/fields.ts'
import { messageChoices, messageText } from '../composer/messages.ts'
import { preview, tells } from '../composer/preview.ts'
import { type Sketch, sketchOf } from '../composer/sketch.ts'
import { labelsInUse } from '../composer/tell-only.ts'
import { textValues } from '../composer/texts.ts'
import type { Composer } from '../composer/view.ts'
import type { Context } from '../lib/context.ts'
import type { Problem } from '../lib/errors.ts'
import { type Html, html } from '../lib/html.ts'
import type { Page } from '../pages/find.ts'
import { formState } from '../web/console/forms.ts'
import type { Values } from '../web/page.ts'
import type { IncidentDetails } from './details.ts'
import { postsSince } from './unseen.ts'

type On = { page: Page; details: IncidentDetails | null; kind?: 'incident' | 'notice' }

/** The composer with what was typed, else with what is likely. */
export async function composerFor(
  ctx: Context,
  on: On,
  typed: Values | null = null,
  problems: readonly Problem[] = [],
): Promise<Composer> {
  const posts = on.details?.posts ?? []
  const meanwhile = postsSince(posts, one(typed ?? {}, 'after') || undefined)
  const filled = typed ? await withMessage(ctx, on, typed) : likely(on)
  const values = meanwhile.length > 0 ? { ...filled, anyway: '1' } : filled
  const base = on.details ? `/console/incidents/${on.details.incident.id}` : '/console/incidents/new'
  return {
    form: formState(values, problems),
    sketch: await sketchOf(ctx, { ...on, values }),
    action: on.details ? `${base}/updates` : base,
    previewAt: `${base}/preview`,
    page: on.details ? null : on.page.id,
    after: posts[0]?.id ?? null,
    meanwhile,
    languages: on.page,
    clock: { zone: on.page.time_zone, now: ctx.now() },
    components: await componentsOf(ctx, on.page.id),
    affected: new Map((on.details?.components ?? []).map(({ id, status }) => [id, status])),
    messages: await messageChoices(ctx),
    audiences: await audienceChoices(ctx, on.page.id),
    labels: await labelsInUse(ctx, on.page.id),
  }
}

/** The preview alone, for the island: with the message's text where one was asked for. */
export async function previewPart(ctx: Context, on: On, typed: Values): Promise<Html> {
  const values = await withMessage(ctx, on, typed)
  const sketch: Sketch = await sketchOf(ctx, { ...on, values })
  const inserted = Object.entries(values).filter(([name]) => one(values, name) !== one(typed, name))
  return html`${preview(
    sketch,
    inserted.map(([name]) => [name, one(values, name)] as const),
  )}${tells(sketch)}`
}

/** How many people a post on the incident is told to. */
export const tellsOf = (ctx: Context, { incident, components }: IncidentDetails): Promise<number> =>
  countToTell(
    ctx,
    incident.page_id,
    components.map(({ id }) => id),
    { incident: incident.audiences, about: { id: incident.id, kind: incident.kind } },
  )

function likely({ details, kind }: On): Values {
  const { incident, posts } = details ?? {}
  const notify = { notify: 'on' }
  if (!incident && kind === 'notice') return { ...notify, kind, status: 'posted' }
  if (!incident) return { ...notify, status: 'investigating', next: '30' }
  if (incident.kind !== 'incident') return { ...notify, status: incident.status }
  const promised = incident.next_update_at
  const minutes =
    promised && posts?.[0] ? Math.round((promised.getTime() - posts[0].created_at.getTime()) / 60_000) : 30
  return { ...notify, status: incident.status, next: promises.find(([one]) => one === String(minutes))?.[0] ?? '30' }
}

/** Where "put it into the text" was pressed: the message's words, below what is there already. */
async function withMessage(ctx: Context, on: On, values: Values): Promise<Values> {
  if (values.insert === undefined) return values
  const found = await messageText(ctx, {
    ...on,
    name: one(values, 'message'),
    status: one(values, 'status'),
    next: one(values, 'next'),
    component: Object.keys(componentsIn(values))[0] ?? on.details?.components[0]?.id ?? null,
  })
  const body = [one(values, 'body').trim(), found.body].filter(Boolean).join('\n\n')
  // What was typed for some readers stays; what was not is the message's.
  const others = Object.entries({ short: found.short ?? '', ...textValues(found.texts) })
  const more = others.filter(([name, text]) => text !== '' && one(values, name).trim() === '')
  return { ...values, ...Object.fromEntries(more), body, title: one(values, 'title') || found.title }
}

const one = (values: Values, name: string) => [values[name] ?? ''].flat()[0] ?? ''
