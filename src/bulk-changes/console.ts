import { componentChoices } from '../components/choices.ts'
import { counted } from '../lib/counted.ts'
import { InvalidInput } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { ManyChange } from '../subscribers/change-many.ts'
import { filterFields } from '../subscribers/filter.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { address } from '../web/console/tables.ts'
import { several } from '../web/fields.ts'
import { defineForm, definePage } from '../web/page.ts'
import { mayCall } from '../web/permission.ts'
import type { AnyRoute } from '../web/route.ts'
import {
  countSelected,
  findBulkChange,
  type Selection,
  Selection as SelectionShape,
  startBulkChange,
  stopBulkChange,
} from './change.ts'
import { changePage, chosenPage } from './view.ts'

const root = '/console/subscribers/changes'
const up = { name: 'Subscribers', path: '/console/subscribers' }

const Chosen = z.object({
  ...filterFields,
  q: z.string().max(254).optional(),
  which: z.enum(['ticked', 'all']),
  id: several(z.string().max(40)),
})

const json = z.string().transform((text, check): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    check.addIssue({ code: 'custom', message: 'expected a selection' })
    return z.NEVER
  }
})

export const bulkPages: AnyRoute[] = [
  defineForm({
    method: 'POST',
    path: '/console/subscribers/chosen',
    permission: 'editor',
    input: Chosen,
    run: async (ctx, { fields }) => {
      const { which, id, ...given } = fields
      if (which === 'ticked' && id.length === 0)
        return {
          to: address(up.path, given),
          flash: { tone: 'bad', text: 'Nobody was ticked. Tick some first, or choose the whole list.' },
        }
      const filter = Object.fromEntries(
        Object.entries(given).filter((entry): entry is [string, string] => Boolean(entry[1])),
      )
      const selection: Selection = which === 'all' ? { filter } : { ids: id }
      const total = await countSelected(ctx, selection)
      const page = filter.page ? await findPage(ctx, filter.page) : null
      return consoleLayout(ctx, {
        title: `${counted(total, 'subscriber')} chosen`,
        active: 'subscribers',
        up,
        lede: 'Nothing happens before you have said yes to a number.',
        body: chosenPage({
          total,
          selection: JSON.stringify(selection),
          components: await componentChoices(ctx, page?.id),
          mayErase: mayCall(ctx.actor, 'admin'),
        }),
      })
    },
  }),
  defineForm({
    method: 'POST',
    path: root,
    permission: 'editor',
    input: z.object({
      action: z.string(),
      selection: json.pipe(SelectionShape),
      label: z.string().optional(),
      components: several(z.string()),
    }),
    run: async (ctx, { fields: { action, selection, label, components } }) => {
      const change = ManyChange.safeParse({
        action,
        ...(label !== undefined && { label }),
        ...(action === 'set_components' && { components: components.length > 0 ? components : null }),
      })
      if (!change.success)
        throw new InvalidInput('The change is not right.', [
          { pointer: '/label', detail: 'expected a label of at most 60 characters' },
        ])
      const { id } = await startBulkChange(ctx, change.data, selection)
      return `${root}/${id}`
    },
  }),
  definePage({
    method: 'GET',
    path: `${root}/{id}`,
    permission: 'editor',
    view: async (ctx, { params, flash }) => {
      const row = await findBulkChange(ctx, params.id)
      const { action } = ManyChange.parse(row.change)
      return consoleLayout(ctx, {
        title: `A change to ${counted(row.total, 'subscriber')}`,
        active: 'subscribers',
        up,
        flash,
        body: changePage(row, action),
      })
    },
  }),
  defineForm({
    method: 'POST',
    path: `${root}/{id}/stop`,
    permission: 'editor',
    input: z.object({}),
    run: async (ctx, { params }) => {
      await stopBulkChange(ctx, params.id)
      return `${root}/${params.id}`
    },
  }),
]
