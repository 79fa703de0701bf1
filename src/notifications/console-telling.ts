import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { defineForm } from '../web/page.ts'
import { replayDelivery } from './replay.ts'
import { pauseTelling, resumeTelling, stopTelling } from './telling.ts'

/** What can be done while readers are told, and with what failed. */
export const tellingForms = [
  change('pause', pauseTelling, 'Paused. What was leaving at that moment leaves; nothing else does.'),
  change('resume', resumeTelling, 'It goes on.'),
  change('stop', stopTelling, 'Stopped. Nothing more of this post leaves.'),
  defineForm({
    method: 'POST',
    path: '/console/deliveries/{id}/retry',
    permission: 'editor',
    input: z.object({}),
    run: async (ctx, { params }) => {
      await replayDelivery(ctx, params.id)
      return { to: `/console/deliveries/${params.id}`, flash: { tone: 'good', text: 'It is sent again.' } }
    },
  }),
]

function change(verb: 'pause' | 'resume' | 'stop', run: (ctx: Context, update: string) => Promise<void>, text: string) {
  return defineForm({
    method: 'POST',
    path: `/console/deliveries/updates/{update}/${verb}`,
    permission: 'editor',
    input: z.object({}),
    run: async (ctx, { params }) => {
      await run(ctx, params.update)
      return { to: `/console/deliveries/updates/${params.update}`, flash: { tone: 'good', text } }
    },
  })
}
