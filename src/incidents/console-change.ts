import { audienceChoices, audienceFields, audiencesIn, everyone, whoSees } from '../audiences/fields.ts'
import { people } from '../composer/audience.ts'
import { otherTexts, textsTyped, textValues } from '../composer/texts.ts'
import { bodyPart } from '../composer/view.ts'
import type { Context } from '../lib/context.ts'
import { NotFound, type Problem } from '../lib/errors.ts'
import { oneLine, prose } from '../lib/fields.ts'
import { type Html, html } from '../lib/html.ts'
import { renderMarkdown } from '../lib/markdown.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { translationFields, translationsIn, translationValues } from '../pages/translation-fields.ts'
import type { Translations } from '../publishing/languages/translated.ts'
import { impactWord } from '../publishing/words.ts'
import { linkButton, submit } from '../web/console/buttons.ts'
import { checkbox, choice, type FormState, field, formState, problemSummary, textarea } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { localTime, toInstant } from '../web/console/local-time.ts'
import { optionalText, several, ticked } from '../web/fields.ts'
import { defineForm, definePage } from '../web/page.ts'
import { parsed } from '../web/parse.ts'
import { changeIncident } from './change.ts'
import { tellsOf } from './compose.ts'
import { CorrectUpdate, correctUpdate, withdrawUpdate } from './correct-update.ts'
import { incidentDetails } from './details.ts'
import { findIncident } from './find.ts'
import { limits } from './words.ts'

type Translated = Translations<'body'>

const one = '/console/incidents/{id}'
const post = `${one}/updates/{update}` as const
const impacts = ['none', 'minor', 'major', 'critical'] as const

const change = definePage({
  method: 'GET',
  path: `${one}/change`,
  permission: 'editor',
  view: async (ctx, { params }) => {
    const incident = await findIncident(ctx, params.id)
    const zone = (await findPage(ctx, incident.page_id)).time_zone
    const { title, impact, next_update_at } = incident
    const values = {
      title,
      impact,
      audiences: incident.audiences ?? [],
      nextUpdateAt: next_update_at ? localTime(next_update_at, zone) : '',
    }
    return changing(ctx, params.id, formState(values))
  },
})

const changed = defineForm({
  method: 'POST',
  path: `${one}/change`,
  permission: 'editor',
  input: z.object({
    title: oneLine(limits.title),
    impact: z.enum(impacts).optional(),
    nextUpdateAt: z.string().max(40).default(''),
    audiences: several(z.string().max(100)),
  }),
  run: async (ctx, { params, fields }) => {
    const incident = await findIncident(ctx, params.id)
    const zone = (await findPage(ctx, incident.page_id)).time_zone
    const { title, impact, nextUpdateAt } = fields
    const before = incident.next_update_at ? localTime(incident.next_update_at, zone) : ''
    await changeIncident(ctx, params.id, {
      title,
      ...(sameLimit(incident.audiences, audiencesIn(fields)) ? {} : { audiences: audiencesIn(fields) }),
      ...(impact && impact !== incident.impact ? { impact } : {}),
      // A promise that is overdue stays while something else is changed.
      ...(nextUpdateAt === before
        ? {}
        : { nextUpdateAt: nextUpdateAt === '' ? null : toInstant(nextUpdateAt, zone, '/nextUpdateAt').toISOString() }),
    })
    return { to: `/console/incidents/${params.id}`, flash: { tone: 'good', text: 'Changed. Nobody is told of that.' } }
  },
  invalid: (ctx, { params, values }, problems) => changing(ctx, params.id, formState(values, problems)),
})

const sameLimit = (a: readonly string[] | null, b: readonly string[] | null) =>
  [...(a ?? [])].sort().join() === [...(b ?? [])].sort().join()

async function changing(ctx: Context, id: string, form: FormState): Promise<Html> {
  const incident = await findIncident(ctx, id)
  const zone = (await findPage(ctx, incident.page_id)).time_zone
  return aside(
    ctx,
    id,
    'Change details',
    html`<form class="form" method="post">
${problemSummary(form, { title: 'Title', impact: 'Impact', nextUpdateAt: 'Next update' })}
${field(form, { name: 'title', label: 'Title', required: true, maxlength: limits.title })}
${incident.kind === 'incident' && choice(form, { name: 'impact', label: 'Impact', choices: impacts.map((one) => [one, impactWord[one]] as const), help: 'It follows the components until somebody chooses it here.' })}
${incident.resolved_at === null && field(form, { name: 'nextUpdateAt', label: `Next update, in ${zone.replaceAll('_', ' ')}`, type: 'datetime-local', help: 'Empty: no promise.' })}
${audienceFields(form, { ...whoSees, choices: [everyone, ...(await audienceChoices(ctx, incident.page_id))] })}
<div class="actions">${submit('Save')}${linkButton('Back', `/console/incidents/${id}`, 'quiet')}</div></form>`,
  )
}

const correct = definePage({
  method: 'GET',
  path: `${post}/correct`,
  permission: 'editor',
  view: async (ctx, { params }) => {
    const { body, short, translations, words } = (await postOf(ctx, params)).update
    const values = { body, short: short ?? '', ...translationValues(translations as Translated), ...textValues(words) }
    return correcting(ctx, params, formState(values))
  },
})

const corrected = defineForm({
  method: 'POST',
  path: `${post}/correct`,
  permission: 'editor',
  input: z.looseObject({ body: prose(limits.body), short: optionalText(limits.short), notify: ticked }),
  run: async (ctx, { params, fields }) => {
    const { body, short, notify } = fields
    const more = { translations: translationsIn(fields), texts: textsTyped(fields) }
    await correctUpdate(ctx, params.id, params.update, parsed(CorrectUpdate, { body, short, notify, ...more }))
    const text = 'Corrected. The page says so and keeps the earlier text within reach.'
    return { to: `/console/incidents/${params.id}#post-${params.update}`, flash: { tone: 'good', text } }
  },
  invalid: (ctx, { params, values }, problems) => correcting(ctx, params, formState(values, problems)),
})

async function correcting(ctx: Context, params: { id: string; update: string }, form: FormState): Promise<Html> {
  const { update, tells, page } = await postOf(ctx, params)
  return aside(
    ctx,
    params.id,
    'Correct a post',
    html`<form class="form" method="post" data-keep="correct-${params.update}">
${problemSummary(form, { body: 'Text', short: 'Short form', texts: 'Other words', translations: 'In other languages' })}
${textarea(form, { name: 'body', label: 'Text', required: true, maxlength: limits.body, help: 'The page marks the post as corrected; readers can unfold what it said before.' })}
${textarea(form, { name: 'short', label: 'Short form', rows: 2, maxlength: limits.short, help: 'For text messages, X and the like. Empty: the beginning of the text.' })}
${translationFields(form, page, [bodyPart])}
${
  update.words.length > 0 &&
  otherTexts(
    form,
    update.words.map(({ audience, name }) => [audience, name] as const),
    page,
  )
}
${update.notify && tells > 0 && checkbox(form, { name: 'notify', label: `Tell ${people(tells)} by mail that it was wrong` })}
<div class="actions">${submit('Correct the post')}${linkButton('Back', `/console/incidents/${params.id}`, 'quiet')}</div>
</form>
<section class="part" aria-labelledby="before"><h2 id="before">What it says now</h2><div class="prose quiet-text" dir="auto">${renderMarkdown(update.body)}</div></section>`,
  )
}

const withdraw = defineForm({
  method: 'POST',
  path: `${post}/withdraw`,
  permission: 'editor',
  input: z.object({ reason: prose(1000), notify: ticked }),
  run: async (ctx, { params, fields }) => {
    const before = await findIncident(ctx, params.id)
    await withdrawUpdate(ctx, params.id, params.update, fields)
    const isOpenAgain = before.resolved_at !== null && (await findIncident(ctx, params.id)).resolved_at === null
    const text = isOpenAgain
      ? 'Withdrawn. The incident is open again: post an update that says how it goes on.'
      : 'Withdrawn. The page says that there was a post, and why it is gone.'
    return { to: `/console/incidents/${params.id}#post-${params.update}`, flash: { tone: 'good', text } }
  },
  invalid: async (ctx, { params, values }, problems: Problem[]) => {
    const form = formState(values, problems)
    return aside(
      ctx,
      params.id,
      'Withdraw a post',
      html`<form class="form" method="post">
${problemSummary(form, { reason: 'Why' })}
${textarea(form, { name: 'reason', label: 'Why', required: true, rows: 2, maxlength: 1000, help: 'Readers see this.' })}
${checkbox(form, { name: 'notify', label: 'Tell those who were told of the post by mail too' })}
<div class="actions">${submit('Withdraw the post', { look: 'danger' })}${linkButton('Back', `/console/incidents/${params.id}`, 'quiet')}</div></form>`,
    )
  },
})

export const changePages = [change, changed, correct, corrected, withdraw]

async function aside(ctx: Context, id: string, title: string, body: Html): Promise<Html> {
  const { kind, title: name } = await findIncident(ctx, id)
  return consoleLayout(ctx, {
    title,
    active: kind === 'maintenance' ? 'maintenances' : 'incidents',
    up: { name, path: `/console/incidents/${id}` },
    body,
  })
}

async function postOf(ctx: Context, { id, update }: { id: string; update: string }) {
  const [details] = await incidentDetails(ctx, [await findIncident(ctx, id)])
  const found = details?.posts.find((one) => one.id === update)
  if (!details || !found) throw new NotFound('post')
  return { update: found, tells: await tellsOf(ctx, details), page: await findPage(ctx, details.incident.page_id) }
}
