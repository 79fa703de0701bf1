import type { Selectable } from 'kysely'
import type { Subscribers } from '../db/schema.ts'
import { z } from '../lib/zod.ts'
import { isTimeZone } from '../lib/zone.ts'
import { LanguageCode } from '../publishing/languages/schema.ts'

/** What a post can be about. */
export const subjectKinds = ['incident', 'maintenance', 'notice', 'post_mortem'] as const
/** Which posts of one incident: every one; the first and the last; the last alone. */
export const phaseChoices = ['all', 'first_and_last', 'last'] as const
export const impactChoices = ['minor', 'major', 'critical'] as const
export const digestChoices = ['daily', 'weekly'] as const

const Clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day, such as 22:00')
  .meta({ example: '22:00' })

export const QuietHours = z
  .strictObject({
    from: Clock,
    until: Clock.meta({ description: 'Before `from`: on the next day.' }),
    timeZone: z.string().max(100).refine(isTimeZone, 'expected an IANA time zone, such as Europe/Berlin'),
    exceptCritical: z
      .boolean()
      .default(true)
      .meta({ description: 'What is said of an incident of critical impact comes at once.' }),
  })
  .refine(({ from, until }) => from !== until, { path: ['until'], message: 'expected another time than `from`' })

export const Tag = z
  .string()
  .trim()
  .max(201)
  .regex(/^[^:]+:.+$/, 'expected a tag as "region:eu"')

/** Operators' own words for groups of subscribers. */
export const Labels = z
  .array(z.string().trim().min(1).max(60))
  .max(50)
  .meta({
    description: 'Your own words for groups of subscribers: a post can be for some of them.',
    example: ['partner'],
  })

/** What the organization kept of a consent that was given elsewhere. */
export const Consent = z
  .strictObject({
    text: z.string().trim().min(1).max(1500).meta({
      description: 'How they agreed: "Contract of 2 March 2026, § 4", "Sign-up form of our portal".',
    }),
    at: z.iso.datetime({ offset: true }).meta({ description: 'When; now where it is left out.' }),
  })
  .partial()
  .openapi('Consent')

/** All that a subscriber may wish beside components. What is left out keeps its value. */
export const Preferences = z
  .strictObject({
    kinds: z
      .array(z.enum(subjectKinds))
      .min(1, 'expected at least one kind')
      .transform((kinds) => subjectKinds.filter((kind) => kinds.includes(kind)))
      .nullable()
      .meta({ description: 'Null: all.' }),
    phases: z.enum(phaseChoices).meta({ description: 'Which posts of one incident.' }),
    leastImpact: z.enum(impactChoices).nullable().meta({ description: 'Of incidents; null: any.' }),
    tags: z
      .array(Tag)
      .max(50)
      .transform((tags) => [...new Set(tags)].sort())
      .meta({
        description:
          'Tags of components, "region:eu": followed beside the components. Where `components` is null and there are tags, these alone are followed.',
      }),
    language: LanguageCode.nullable().meta({ description: 'Null: the language of the page.' }),
    digest: z.enum(digestChoices).nullable().meta({ description: 'One message a day or a week instead of each.' }),
    quietHours: QuietHours.nullable().meta({ description: 'What comes in them waits until they end.' }),
    monthlySummary: z.boolean(),
    incident: z.string().max(200).nullable().meta({ description: 'Hears of this incident alone.' }),
  })
  .partial()
  .openapi('SubscriberPreferences')
export type PreferenceChange = z.output<typeof Preferences>

/** All wishes, as they are stored. */
export type Wishes = Required<PreferenceChange>

export const noWishes: Wishes = {
  kinds: null,
  phases: 'all',
  leastImpact: null,
  tags: [],
  language: null,
  digest: null,
  quietHours: null,
  monthlySummary: false,
  incident: null,
}

export const preferenceColumns = [
  'kinds',
  'phases',
  'least_impact',
  'tags',
  'language',
  'digest',
  'quiet_from',
  'quiet_until',
  'quiet_zone',
  'quiet_except_critical',
  'monthly_summary',
  'only_incident',
] as const
export type PreferenceRow = Pick<Selectable<Subscribers>, (typeof preferenceColumns)[number]>

/** What a newer version wrote and this one does not know counts as not chosen: somebody is told too much, never too little. */
export function wishesOf(row: PreferenceRow): Wishes {
  const { quiet_from: from, quiet_until: until, quiet_zone: timeZone, quiet_except_critical: exceptCritical } = row
  return {
    kinds: row.kinds && subjectKinds.filter((kind) => row.kinds?.includes(kind)),
    phases: among(phaseChoices, row.phases) ?? 'all',
    leastImpact: among(impactChoices, row.least_impact),
    tags: row.tags,
    language: LanguageCode.safeParse(row.language).data ?? null,
    digest: among(digestChoices, row.digest),
    quietHours: from && until && timeZone ? { from, until, timeZone, exceptCritical } : null,
    monthlySummary: row.monthly_summary,
    incident: row.only_incident,
  }
}

const among = <T extends string>(choices: readonly T[], value: string | null): T | null =>
  choices.find((choice) => choice === value) ?? null

export const columnsOf = (wishes: Wishes): PreferenceRow => ({
  kinds: wishes.kinds,
  phases: wishes.phases,
  least_impact: wishes.leastImpact,
  tags: wishes.tags,
  language: wishes.language,
  digest: wishes.digest,
  quiet_from: wishes.quietHours?.from ?? null,
  quiet_until: wishes.quietHours?.until ?? null,
  quiet_zone: wishes.quietHours?.timeZone ?? null,
  quiet_except_critical: wishes.quietHours?.exceptCritical ?? true,
  monthly_summary: wishes.monthlySummary,
  only_incident: wishes.incident,
})

/** The same for all that are written in full, so that what is answered can be sent back. */
export const WishesShape = z.object({
  kinds: z.array(z.string()).nullable(),
  phases: z.string(),
  leastImpact: z.string().nullable(),
  tags: z.array(z.string()),
  language: z.string().nullable(),
  digest: z.string().nullable(),
  quietHours: z
    .object({ from: z.string(), until: z.string(), timeZone: z.string(), exceptCritical: z.boolean() })
    .nullable(),
  monthlySummary: z.boolean(),
  incident: z.string().nullable(),
})
