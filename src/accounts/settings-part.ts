import type { Context } from '../lib/context.ts'
import type { Html } from '../lib/html.ts'
import { consoleClock } from '../web/console/clock.ts'
import { type ConsolePage, consoleLayout } from '../web/console/layout.ts'
import { consoleQuery } from '../web/console/list-query.ts'
import { address } from '../web/console/tables.ts'
import type { Clock } from '../web/console/times.ts'
import { definePage } from '../web/page.ts'
import { type Cursor, page } from '../web/paging.ts'

type Listed = { created_at: Date; id: string }

type List<Row extends Listed> = {
  /** One more than `limit` where there are older ones. */
  read: (ctx: Context, query: { limit: number; cursor?: Cursor | undefined }) => Promise<Row[]>
  actions: (items: readonly Row[]) => Html | false
  body: (items: readonly Row[], older: string | null, clock: Clock) => Html
}

/** One part of the settings that is a list with pages below it, for admins: people, tokens. */
export const settingsPart = (title: string, path: string) => ({
  list: <Row extends Listed>({ read, actions, body }: List<Row>) =>
    definePage({
      method: 'GET',
      path,
      permission: 'admin',
      query: consoleQuery({}),
      view: async (ctx, { query, flash }) => {
        const found = await read(ctx, query)
        const { items, nextCursor } = page(found, query.limit, ({ created_at, id }) => ({ at: created_at, id }))
        return consoleLayout(ctx, {
          title,
          active: 'settings',
          up: { name: 'Settings', path: '/console/settings' },
          flash,
          actions: actions(items),
          body: body(items, nextCursor && address(path, { cursor: nextCursor }), await consoleClock(ctx)),
        })
      },
    }),
  /** A page below the list. */
  below: (ctx: Context, given: Omit<ConsolePage, 'active' | 'up'>): Promise<Html> =>
    consoleLayout(ctx, { ...given, active: 'settings', up: { name: title, path } }),
})
