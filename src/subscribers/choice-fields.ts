import { InvalidInput } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { several } from '../web/fields.ts'
import type { Values } from '../web/page.ts'
import type { SubscriptionChange } from './change.ts'
import { type PreferenceChange, Preferences, subjectKinds, type Wishes } from './preferences.ts'

/** What the form of a subscription sends, of readers and of operators. */
export const ChoiceFields = z.object({
  all: z.string().optional(),
  only: z.string().optional(),
  components: several(z.string()),
  tags: several(z.string()),
  kinds: several(z.string()),
  phases: z.string().optional(),
  leastImpact: z.string().optional(),
  language: z.string().optional(),
  digest: z.string().optional(),
  quietFrom: z.string().optional(),
  quietUntil: z.string().optional(),
  quietZone: z.string().optional(),
  exceptCritical: z.string().optional(),
  monthlySummary: z.string().optional(),
})
export type ChoiceFields = z.output<typeof ChoiceFields>

/** A form without `all` says of components alone. Throws `InvalidInput` with a pointer to each field that is wrong. */
export function choiceChange(fields: ChoiceFields): SubscriptionChange {
  const everything = fields.only === 'no' ? { incident: null } : {}
  const { components } = fields
  if (fields.all !== undefined) return { components, preferences: { ...preferencesIn(fields), ...everything } }
  return fields.only === 'no' ? { components: null, preferences: everything } : { components }
}

function preferencesIn(fields: ChoiceFields): PreferenceChange {
  const { quietFrom: from, quietUntil: until, quietZone: timeZone, kinds } = fields
  const parsed = Preferences.safeParse({
    kinds: kinds.length === 0 || kinds.length === subjectKinds.length ? null : kinds,
    tags: fields.tags,
    phases: fields.phases,
    leastImpact: fields.leastImpact || null,
    language: fields.language || null,
    digest: fields.digest || null,
    quietHours: from || until ? { from, until, timeZone, exceptCritical: fields.exceptCritical !== undefined } : null,
    monthlySummary: fields.monthlySummary !== undefined,
  })
  if (parsed.success) return parsed.data
  throw new InvalidInput(
    'The choice is not right.',
    parsed.error.issues.map(({ path, message }) => ({
      pointer: `/${quietFields[path.join('.')] ?? String(path[0] ?? '')}`,
      detail: message,
    })),
  )
}

const quietFields: Readonly<Record<string, string>> = {
  quietHours: 'quietUntil',
  'quietHours.from': 'quietFrom',
  'quietHours.until': 'quietUntil',
  'quietHours.timeZone': 'quietZone',
}

/** What is wished, as the form shows it. */
export const shownChoice = (wishes: Wishes, components: readonly string[], zone: string): Values => ({
  components,
  tags: wishes.tags,
  kinds: wishes.kinds ?? subjectKinds,
  phases: wishes.phases,
  leastImpact: wishes.leastImpact ?? '',
  language: wishes.language ?? '',
  digest: wishes.digest ?? '',
  quietFrom: wishes.quietHours?.from ?? '',
  quietUntil: wishes.quietHours?.until ?? '',
  quietZone: wishes.quietHours?.timeZone ?? zone,
  ...((wishes.quietHours?.exceptCritical ?? true) && { exceptCritical: 'yes' }),
  ...(wishes.monthlySummary && { monthlySummary: 'yes' }),
})
