import { z } from '../lib/zod.ts'
import { defineForm } from '../web/page.ts'
import { pauseAutomation, resumeAutomation } from './automation.ts'

/** Automation as a whole, paused and resumed. */
export const automationPages = [
  defineForm({
    method: 'POST',
    path: '/console/automation/pause',
    permission: 'editor',
    input: z.object({}),
    run: async (ctx) => {
      await pauseAutomation(ctx)
      return { to: '/console/rules', flash: { tone: 'good', text: 'Paused. Nothing is posted by itself from now on.' } }
    },
  }),
  defineForm({
    method: 'POST',
    path: '/console/automation/resume',
    permission: 'editor',
    input: z.object({}),
    run: async (ctx) => {
      await resumeAutomation(ctx)
      const text =
        'Automation goes on. What asked only because of the pause, and still fires, is put to its rule again.'
      return { to: '/console/rules', flash: { tone: 'good', text } }
    },
  }),
]
