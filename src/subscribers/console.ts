import { media } from '../channels/channel.ts'
import { componentChoices } from '../components/choices.ts'
import type { Html } from '../lib/html.ts'
import { z } from '../lib/zod.ts'
import { findPage, pagesOf } from '../pages/find.ts'
import { languageCodes } from '../publishing/languages/codes.ts'
import { linkButton } from '../web/console/buttons.ts'
import { consoleClock } from '../web/console/clock.ts'
import type { Choice } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { consoleQuery, oneOf } from '../web/console/list-query.ts'
import { address } from '../web/console/tables.ts'
import { definePage } from '../web/page.ts'
import { page } from '../web/paging.ts'
import type { AnyRoute } from '../web/route.ts'
import { subscriberActions } from './console-actions.ts'
import { subscriberList } from './console-list.ts'
import { newSubscriberPages } from './console-new.ts'
import { addSubscriberButton } from './console-view.ts'
import { countMatching, countSubscribers } from './count.ts'
import { type Filter, subscriberStates } from './filter.ts'
import { listSubscribers } from './list.ts'
import { personPages } from './person-routes.ts'

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
  ...newSubscriberPages,
  ...subscriberActions,
  ...personPages,
]
