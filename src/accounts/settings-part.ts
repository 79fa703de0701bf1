import type { Context } from '../lib/context.ts'
import type { Html } from '../lib/html.ts'
import { type ConsolePage, consoleLayout } from '../web/console/layout.ts'
import { address } from '../web/console/tables.ts'
import { page } from '../web/paging.ts'

type Listed = { created_at: Date; id: string }
type Given = Pick<ConsolePage, 'flash' | 'actions'>

/** One part of the settings that is a list with pages below it: people, tokens. */
export const settingsPart = (title: string, path: string) => ({
  /** The list. `rows`: one more than `limit` where there are older ones. */
  list: <Row extends Listed>(
    ctx: Context,
    {
      rows,
      limit,
      body,
      ...given
    }: Given & { rows: Row[]; limit: number; body: (items: Row[], older: string | null) => Html },
  ): Promise<Html> => {
    const { items, nextCursor } = page(rows, limit, ({ created_at, id }) => ({ at: created_at, id }))
    const up = { name: 'Settings', path: '/console/settings' }
    const older = nextCursor && address(path, { cursor: nextCursor })
    return consoleLayout(ctx, { ...given, title, active: 'settings', up, body: body(items, older) })
  },
  /** A page below the list. */
  below: (ctx: Context, given: Omit<ConsolePage, 'active' | 'up'>): Promise<Html> =>
    consoleLayout(ctx, { ...given, active: 'settings', up: { name: title, path } }),
})
