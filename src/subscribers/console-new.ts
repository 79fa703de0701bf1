import { type Medium, media } from '../channels/channel.ts'
import { carriersOf } from '../channels/index.ts'
import { proofOf } from '../channels/media.ts'
import { componentChoices } from '../components/choices.ts'
import type { Context } from '../lib/context.ts'
import { allRight, InvalidInput, type Problem } from '../lib/errors.ts'
import { settingsTyped } from '../lib/setting-fields.ts'
import { z } from '../lib/zod.ts'
import { possibleMedia } from '../offered-channels/find.ts'
import { findPage, pagesOf } from '../pages/find.ts'
import { formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { inField } from '../web/console/setting-inputs.ts'
import type { Flash } from '../web/flash.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import type { AnyRoute } from '../web/route.ts'
import { addSubscriber, type NewEntry, wantedDestination } from './add.ts'
import { newSubscriberForm, targetPrefix } from './console-new-view.ts'
import { askedConsent, isHearsay } from './hearsay.ts'
import { Labels } from './preferences.ts'

const Fields = z.record(z.string(), z.union([z.string(), z.array(z.string())]))
const Query = z.object({ page: z.string().max(200).optional(), channel: z.enum(media).optional().catch(undefined) })

/** Adding somebody, on whatever channel can carry messages. */
export const newSubscriberPages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path: '/console/subscribers/new',
    permission: 'editor',
    query: Query,
    view: (ctx, { query: { page = '', channel = 'email' } }) =>
      showNew(ctx, { page, channel, way: asksFirst(channel) ? 'ask' : 'vouch' }),
  }),
  defineForm({
    method: 'POST',
    path: '/console/subscribers/new',
    permission: 'editor',
    input: Fields,
    run: async (ctx, { fields }) => {
      const labels = one(fields.labels)
      allRight('Nobody was added.', [
        () => wantedDestination(ctx, placeIn(fields)),
        () => agreedHow(fields),
        () => labelsIn(labels),
      ])
      const entry = entryIn(fields)
      const { subscriber, outcome, reason, signingSecret = null } = await addSubscriber(ctx, entry)
      if (!subscriber || outcome === 'left_alone')
        throw new InvalidInput('The address is left alone.', [
          {
            pointer: entry.email === undefined ? '' : '/email',
            detail: `it is left alone. ${reason ?? ''} Only its owner can come back, on the page`,
          },
        ])
      const text = words[outcome](subscriber.state)
      const secret = signingSecret ? ` Its messages are signed with ${signingSecret}, which is shown this once.` : ''
      const flash: Flash = { tone: 'good', text: text + secret }
      return { to: `/console/subscribers/${subscriber.id}`, flash }
    },
    invalid: (ctx, { values }, problems) => showNew(ctx, values, problems),
  }),
]

/** Mail and telephones are asked before they are written to; whoever gave you the address of a webhook meant it. */
export const asksFirst = (medium: Medium): boolean => medium === 'email' || proofOf(medium) === 'code'

function entryIn(fields: Values): NewEntry {
  const { isVouched, how } = agreedHow(fields)
  return {
    page: one(fields.page),
    ...placeIn(fields),
    components: [fields.components ?? []].flat(),
    confirmed: isVouched,
    ask: !isVouched,
    consent: how === '' ? undefined : { text: how },
    labels: labelsIn(one(fields.labels)),
  }
}

function placeIn(fields: Values): Pick<NewEntry, 'email' | 'channel' | 'target'> {
  const medium = mediumIn(fields)
  const channel = carriersOf(medium)[0]
  return medium === 'email' || !channel
    ? { email: one(fields.email) }
    : { channel: medium, target: settingsTyped(channel.target, targetPrefix, fields) }
}

function agreedHow(fields: Values): { isVouched: boolean; how: string } {
  const way = one(fields.way)
  if (way !== 'ask' && way !== 'vouch')
    throw new InvalidInput('Choose how.', [{ pointer: '/way', detail: 'expected one of the two' }])
  const how = one(fields.how).slice(0, 1500)
  const entry = { state: way === 'vouch' ? 'active' : 'unconfirmed', consentText: how } as const
  if (isHearsay(mediumIn(fields), entry))
    throw new InvalidInput('Say how they agreed.', [{ pointer: '/how', detail: askedConsent }])
  return { isVouched: way === 'vouch', how }
}

function labelsIn(text: string): string[] | undefined {
  if (text === '') return undefined
  const parsed = Labels.safeParse(
    text
      .split(',')
      .map((label) => label.trim())
      .filter(Boolean),
  )
  if (parsed.success) return parsed.data
  throw new InvalidInput('The labels are not right.', [
    { pointer: '/labels', detail: 'expected at most 50 labels of at most 60 characters' },
  ])
}

const mediumIn = (fields: Values): Medium => media.find((medium) => medium === one(fields.channel)) ?? 'email'

const one = (value: Values[string] | undefined): string => ([value ?? ''].flat()[0] ?? '').trim()

const words = {
  added: (state: string) =>
    state === 'active'
      ? 'Added. It hears of the next post.'
      : 'Added, and asked. It hears of posts once it has confirmed.',
  changed: () => 'It was there already; what it hears about is as you chose.',
  unchanged: () => 'It was there already, just so.',
}

async function showNew(ctx: Context, values: Values, problems: readonly Problem[] = []) {
  const pages = await pagesOf(ctx)
  const page = one(values.page) ? await findPage(ctx, one(values.page)) : pages[0]
  if (!page) throw new InvalidInput('There is no page yet. Make the page first.')
  const possible = (await possibleMedia(ctx, ctx.org)).filter((medium) => proofOf(medium) !== 'permission')
  return consoleLayout(ctx, {
    title: 'Add a subscriber',
    active: 'subscribers',
    up: { name: 'Subscribers', path: '/console/subscribers' },
    lede: pages.length > 1 ? `To ${page.name}` : null,
    body: newSubscriberForm({
      form: formState(values, problems.map(inField('target'))),
      page,
      medium: mediumIn(values),
      possible,
      components: await componentChoices(ctx, page.id),
    }),
  })
}
