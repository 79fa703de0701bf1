import { media } from '../channels/channel.ts'
import { componentChoices } from '../components/choices.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput, type Problem } from '../lib/errors.ts'
import type { Html } from '../lib/html.ts'
import { z } from '../lib/zod.ts'
import { findPage, pagesOf } from '../pages/find.ts'
import { languageCodes } from '../publishing/languages/codes.ts'
import { linkButton } from '../web/console/buttons.ts'
import { consoleClock } from '../web/console/clock.ts'
import { type Choice, formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { consoleQuery, oneOf } from '../web/console/list-query.ts'
import { address } from '../web/console/tables.ts'
import { several } from '../web/fields.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { page } from '../web/paging.ts'
import type { AnyRoute } from '../web/route.ts'
import { addSubscriber } from './add.ts'
import { subscriberActions } from './console-actions.ts'
import { subscriberList } from './console-list.ts'
import { addSubscriberButton, newSubscriberForm } from './console-view.ts'
import { countMatching, countSubscribers } from './count.ts'
import { type Filter, subscriberStates } from './filter.ts'
import { listSubscribers } from './list.ts'
import { personPages } from './person-routes.ts'

const up = { name: 'Subscribers', path: '/console/subscribers' }

const some = (most: number) => z.string().trim().max(most).optional().catch(undefined)

const listed = consoleQuery({
  state: oneOf(subscriberStates),
  channel: oneOf(media),
  language: oneOf(languageCodes),
  component: some(40),
  label: some(60),
})

/** A component of another page than the chosen one filters nothing, so that the switch of pages keeps working. */
export function filterOf(query: Filter, components: readonly Choice[]): Filter {
  const { q, page, state, channel, language, component, label } = query
  const isThere = components.some(([id]) => id === component)
  return { q, page, state, channel, language, label, ...(isThere && { component }) }
}

const listActions = (page: string | undefined, filter: Filter, isFilled: boolean): Html[] => [
  ...(isFilled ? [linkButton('Replies', '/console/replies', 'quiet')] : []),
  ...(isFilled ? [linkButton('Export', address('/console/subscribers/export.csv', filter), 'quiet')] : []),
  linkButton('Bring in a file', address('/console/subscribers/imports', { page }), 'plain'),
  ...(isFilled ? [addSubscriberButton(page)] : []),
]

export const subscriberPages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path: '/console/subscribers',
    permission: 'editor',
    query: listed,
    view: async (ctx, { query, flash }) => {
      const { limit, cursor, page: chosen } = query
      const one = chosen ? await findPage(ctx, chosen) : null
      const components = await componentChoices(ctx, one?.id)
      const filter = filterOf(query, components)
      const [rows, counts, found, pages] = await Promise.all([
        listSubscribers(ctx, { ...filter, limit, cursor }),
        countSubscribers(ctx, one?.id),
        countMatching(ctx, filter),
        pagesOf(ctx),
      ])
      const { items, nextCursor } = page(rows, limit, ({ created_at, id }) => ({ at: created_at, id }))
      const mayAdd = pages.length > 0
      return consoleLayout(ctx, {
        title: 'Subscribers',
        active: 'subscribers',
        lede: 'The people and places that hear of posts.',
        page: chosen,
        flash,
        actions: mayAdd && listActions(chosen, filter, items.length > 0),
        body: subscriberList({
          rows: items,
          nextCursor,
          filter,
          clock: await consoleClock(ctx, chosen),
          counts,
          found,
          components,
          pages: new Map(one ? [] : pages.map(({ id, name }) => [id, name])),
          mayAdd,
        }),
      })
    },
  }),
  definePage({
    method: 'GET',
    path: '/console/subscribers/new',
    permission: 'editor',
    query: z.object({ page: z.string().max(200).optional() }),
    view: (ctx, { query }) => showNew(ctx, { page: query.page ?? '', way: 'ask' }),
  }),
  defineForm({
    method: 'POST',
    path: '/console/subscribers/new',
    permission: 'editor',
    input: z.object({
      page: z.string(),
      email: z.string().max(1000),
      way: z.enum(['ask', 'vouch'], 'expected one of the two'),
      components: several(z.string()),
    }),
    run: async (ctx, { fields }) => {
      const { page, email, way, components } = fields
      const isVouched = way === 'vouch'
      const { subscriber, outcome, reason } = await addSubscriber(ctx, {
        page,
        email,
        components,
        confirmed: isVouched,
        ask: !isVouched,
      })
      if (!subscriber || outcome === 'left_alone')
        throw new InvalidInput('The address is left alone.', [
          { pointer: '/email', detail: `it is left alone. ${reason ?? ''} Only its owner can come back, on the page` },
        ])
      return {
        to: `/console/subscribers/${subscriber.id}`,
        flash: { tone: 'good', text: words[outcome](subscriber.state) },
      }
    },
    invalid: (ctx, { values }, problems) => showNew(ctx, values, problems),
  }),
  ...subscriberActions,
  ...personPages,
]

const words = {
  added: (state: string) =>
    state === 'active'
      ? 'Added. It hears of the next post.'
      : 'Added, and asked by mail. It hears of posts once it has confirmed.',
  changed: () => 'It was there already; what it hears about is as you chose.',
  unchanged: () => 'It was there already, just so.',
}

async function showNew(ctx: Context, values: Values, problems: readonly Problem[] = []) {
  const wanted = [values.page ?? ''].flat()[0]
  const pages = await pagesOf(ctx)
  const page = wanted ? await findPage(ctx, wanted) : pages[0]
  if (!page) throw new InvalidInput('There is no page yet. Make the page first.')
  return consoleLayout(ctx, {
    title: 'Add a subscriber',
    active: 'subscribers',
    up,
    lede: pages.length > 1 ? `To ${page.name}` : null,
    body: newSubscriberForm({
      form: formState(values, problems),
      page,
      components: await componentChoices(ctx, page.id),
    }),
  })
}
