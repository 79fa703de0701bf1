import { type ComponentStatus, componentStatuses } from '../components/status.ts'
import { parseDuration, shortDuration } from '../lib/duration.ts'
import { Duration, oneLine } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'
import type { Rule } from './find.ts'
import { type Match, NewMatch } from './match.ts'
import { type Mode, modes } from './policy.ts'

const Publish = z
  .strictObject({
    mode: z.enum(modes),
    for: Duration.optional().meta({ description: 'How long a hold waits whether the alert recovers.' }),
  })
  .superRefine((publish, issue) => {
    if (publish.mode === 'hold' && publish.for === undefined)
      issue.addIssue({ code: 'custom', path: ['for'], message: 'expected how long to hold, such as 5m' })
    if (publish.mode !== 'hold' && publish.for !== undefined)
      issue.addIssue({ code: 'custom', path: ['for'], message: 'expected only with the mode "hold"' })
  })

const shape = {
  name: oneLine(200),
  match: NewMatch,
  page: z.string().nullish().meta({ description: "Id or slug of the page to post on; the component's when absent." }),
  component: z.string().nullish().meta({ description: 'Id or key of the component that is affected.' }),
  status: z
    .enum(componentStatuses)
    .exclude(['operational'])
    .nullish()
    .meta({ description: "The component's status while it lasts; degraded_performance when absent." }),
  message: z
    .string()
    .nullish()
    .meta({ description: 'Id or key of the message to speak with; plain words when absent.' }),
  publish: Publish,
  nextUpdateEvery: Duration.nullish().meta({ description: 'How soon a next post is promised: {{nextUpdateAt}}.' }),
  flapWindow: z
    .union([Duration, z.literal('0s')], 'expected a duration such as 10m, or 0s')
    .optional()
    .meta({ description: 'Fires again within this after recovery: the same incident goes on. 10m when absent.' }),
}

export const NewRule = z.strictObject(shape).superRefine((rule, issue) => {
  if (rule.publish.mode !== 'record' && !rule.component && !rule.page)
    issue.addIssue({ code: 'custom', path: ['component'], message: 'expected a component or a page to post on' })
  if (rule.status && !rule.component)
    issue.addIssue({ code: 'custom', path: ['status'], message: 'expected only where a component is named' })
})
export type NewRule = z.infer<typeof NewRule>

export const ChangeRule = z.strictObject(shape).partial()
export type ChangeRule = z.infer<typeof ChangeRule>

/** A rule as its columns, and back. Page, component and message are ids there. */
export type RuleSettings = {
  name: string
  match: Match
  page: string | null
  component: string | null
  status: Exclude<ComponentStatus, 'operational'> | null
  message: string | null
  publish: { mode: Mode; for?: string }
  nextUpdateEvery: string | null
  flapWindow: string
}

export const ruleSettings = (rule: Rule): RuleSettings => ({
  name: rule.name,
  match: rule.match,
  page: rule.page_id,
  component: rule.component_id,
  status: rule.status as RuleSettings['status'],
  message: rule.message_id,
  publish: { mode: rule.mode as Mode, ...(rule.hold_for ? { for: shortDuration(rule.hold_for) } : {}) },
  nextUpdateEvery: rule.next_update_every === null ? null : shortDuration(rule.next_update_every),
  flapWindow: shortDuration(rule.flap_window),
})

/** The same rule with what is absent filled in, and durations in their shortest form, so that two can be compared. */
export function completeRule(rule: NewRule): RuleSettings {
  const { mode } = rule.publish
  const hold = seconds(rule.publish.for)
  return {
    name: rule.name,
    match: rule.match,
    page: rule.page ?? null,
    component: rule.component ?? null,
    status: rule.component ? (rule.status ?? 'degraded_performance') : null,
    message: rule.message ?? null,
    publish: { mode, ...(hold === null ? {} : { for: shortDuration(hold) }) },
    nextUpdateEvery: rule.nextUpdateEvery ? shortDuration(seconds(rule.nextUpdateEvery) ?? 0) : null,
    flapWindow: shortDuration(seconds(rule.flapWindow ?? usualFlapWindow) ?? 0),
  }
}

export const usualFlapWindow = '10m'

export const seconds = (duration: string | null | undefined): number | null =>
  duration ? parseDuration(duration) : null

export const ruleColumns = (settings: RuleSettings) => ({
  name: settings.name,
  match: JSON.stringify(settings.match),
  page_id: settings.page,
  component_id: settings.component,
  status: settings.status,
  message_id: settings.message,
  mode: settings.publish.mode,
  hold_for: seconds(settings.publish.for),
  next_update_every: seconds(settings.nextUpdateEvery),
  flap_window: seconds(settings.flapWindow) ?? 0,
})
