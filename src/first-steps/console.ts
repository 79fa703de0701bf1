import { bringStepsBack, leaveSteps } from '../accounts/leave-steps.ts'
import { createSource } from '../hooks/create.ts'
import { sourcesOf } from '../hooks/find.ts'
import { NewSource } from '../hooks/schema.ts'
import type { Context } from '../lib/context.ts'
import { Conflict } from '../lib/errors.ts'
import { freeKey } from '../lib/free-key.ts'
import { z } from '../lib/zod.ts'
import { defineForm } from '../web/page.ts'
import type { AnyRoute } from '../web/route.ts'
import { stepIds } from './steps.ts'

/** The forms of the first steps; they are shown on the overview. */
export const firstStepPages: AnyRoute[] = [
  defineForm({
    method: 'POST',
    path: '/console/first-steps/leave',
    permission: 'viewer',
    input: z.object({ step: z.enum([...stepIds, 'all']) }),
    run: async (ctx, { fields: { step } }) => {
      await leaveSteps(ctx, self(ctx), step === 'all' ? stepIds : [step])
      const what = step === 'all' ? 'The first steps are' : 'That step is'
      const text = `${what} left out. Your account, in the settings, brings all of them back.`
      return { to: '/console', flash: { tone: 'good', text } }
    },
  }),
  defineForm({
    method: 'POST',
    path: '/console/first-steps/back',
    permission: 'viewer',
    input: z.object({}),
    run: async (ctx) => {
      await bringStepsBack(ctx, self(ctx))
      return { to: '/console', flash: { tone: 'good', text: 'All first steps that are not done yet show again.' } }
    },
  }),
  defineForm({
    method: 'POST',
    path: '/console/first-steps/source',
    permission: 'admin',
    input: z.object({ kind: NewSource.shape.kind }),
    run: async (ctx, { fields: { kind } }) => {
      const taken = (await sourcesOf(ctx)).map(({ key }) => key)
      await createSource(ctx, { kind, key: freeKey(kind, taken) })
      const text = 'The address is there. Give it to your monitoring, or send the line below from a shell.'
      return { to: '/console#step-monitoring', flash: { tone: 'good', text } }
    },
  }),
]

function self({ actor }: Context): string {
  if (actor.kind !== 'user') throw new Conflict('Only a person has first steps of their own.')
  return actor.id
}
