import type { Medium } from '../channels/channel.ts'
import { mediumName } from '../channels/media.ts'
import { html } from '../lib/html.ts'
import { consoleClock } from '../web/console/clock.ts'
import { empty } from '../web/console/empty.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { consoleQuery, oneOf } from '../web/console/list-query.ts'
import { address, listTools, table } from '../web/console/tables.ts'
import { ago, type Clock } from '../web/console/times.ts'
import { definePage } from '../web/page.ts'
import { page } from '../web/paging.ts'
import type { AnyRoute } from '../web/route.ts'
import { listReplies } from './list.ts'

const path = '/console/replies'

/** What readers wrote back; a person has to read what is no keyword. */
export const replyPages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path,
    permission: 'editor',
    query: consoleQuery({ only: oneOf(['words']) }),
    view: async (ctx, { query, flash }) => {
      const rows = await listReplies(ctx, { ...query, words: query.only === 'words' })
      const { items, nextCursor } = page(rows, query.limit, (row) => ({ at: row.created_at, id: row.id }))
      return consoleLayout(ctx, {
        title: 'Replies',
        active: 'subscribers',
        up: { name: 'Subscribers', path: '/console/subscribers' },
        flash,
        lede: 'What readers wrote back by text message, WhatsApp or Telegram. It is kept for 90 days.',
        body: html`${listTools({
          path,
          filters: [
            {
              name: 'only',
              label: 'Show',
              value: query.only ?? '',
              options: [
                ['', 'All'],
                ['words', 'Without STOP, START and HELP'],
              ],
            },
          ],
        })}${replyTable(items, await consoleClock(ctx), nextCursor && address(path, { only: query.only, cursor: nextCursor }))}`,
      })
    },
  }),
]

type Reply = { body: string; label: string; channel: string; keyword: string | null; created_at: Date }

const replyTable = (rows: readonly Reply[], clock: Clock, older: string | null) =>
  table({
    caption: 'Replies, newest first',
    columns: [
      { label: 'What they wrote', kind: 'main' },
      { label: 'Who' },
      { label: 'Channel' },
      { label: 'What came of it' },
      { label: 'When', kind: 'aside' },
    ],
    rows: rows.map(({ body, label, channel, keyword, created_at }) => ({
      cells: [
        html`<bdi>${body}</bdi>`,
        label,
        mediumName(channel as Medium),
        keyword === null ? 'Kept for you to read' : (outcomes[keyword] ?? keyword),
        ago(created_at, clock),
      ],
    })),
    older,
    empty: empty({ title: 'Nobody has written back', text: 'What readers answer to a message stands here.' }),
  })

const outcomes: Readonly<Record<string, string>> = {
  stop: 'Asked to end the messages',
  start: 'Asked to begin again',
  help: 'Asked for help',
}
