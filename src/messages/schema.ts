import { limits } from '../incidents/words.ts'
import { Key, oneLine, prose } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'
import { LanguageCode } from '../publishing/languages/schema.ts'
import { placeholderProblems, promisesNextUpdate } from './placeholders.ts'

export const phases = ['investigating', 'identified', 'monitoring', 'resolved'] as const
export type Phase = (typeof phases)[number]

const title = withValues(oneLine(limits.title))
const body = withValues(prose(limits.body))
const short = withValues(prose(limits.short))

const byPhase = <Text extends z.ZodType<string>>(text: Text) => ({
  investigating: text,
  identified: text,
  monitoring: text,
  resolved: text.refine(
    (one) => !promisesNextUpdate(one),
    '{{nextUpdateAt}} has no value here: after the end nothing is promised',
  ),
})
const bodies = byPhase(body)
const { resolved } = bodies

export const MessageTranslations = z
  .partialRecord(
    LanguageCode,
    z
      .strictObject({ title, investigating: body, identified: body.nullish(), monitoring: body.nullish(), resolved })
      .partial(),
  )
  .meta({ description: 'The same texts by language, for readers of it. A phase without one is shown as it is.' })
export type MessageTranslations = z.infer<typeof MessageTranslations>

export const Shorts = z.strictObject(byPhase(short)).partial().meta({
  description:
    'The posts in a few words, by phase: plain text for text messages, X and other channels with little room. A phase without one sends the beginning of its text.',
})
export type Shorts = z.infer<typeof Shorts>

const TextTranslations = z.partialRecord(LanguageCode, z.strictObject(bodies).partial())

export const MessageTexts = z
  .array(
    z
      .strictObject({
        audience: Key.refine(
          (key) => key !== 'everyone',
          'expected some readers: everyone gets the message itself',
        ).meta({
          description: 'Key of an audience, or subscribers, or staff. A page that has none of that key leaves it out.',
        }),
        investigating: bodies.investigating.nullish(),
        identified: bodies.identified.nullish(),
        monitoring: bodies.monitoring.nullish(),
        resolved: resolved.nullish(),
        short: Shorts.nullish(),
        translations: TextTranslations.nullish(),
      })
      .refine((text) => phases.some((phase) => text[phase]), 'expected a text for at least one phase'),
  )
  .max(20)
  .superRefine((texts, issue) => {
    for (const [i, { audience }] of texts.entries())
      if (texts.findIndex((one) => one.audience === audience) < i)
        issue.addIssue({ code: 'custom', path: [i, 'audience'], message: 'expected each audience once' })
  })
  .meta({
    description:
      'Other words for some readers, in order: each gets the first whose audience they belong to, and everybody else the message itself. A phase that it leaves out says the same to all.',
  })
export type MessageTexts = z.infer<typeof MessageTexts>

export const NewMessage = z.strictObject({
  key: Key,
  title,
  ...bodies,
  identified: body.nullish(),
  monitoring: body.nullish(),
  resolved: resolved.nullish(),
  translations: MessageTranslations.nullish(),
  short: Shorts.nullish(),
  texts: MessageTexts.nullish(),
})
export type NewMessage = z.infer<typeof NewMessage>

export const ChangeMessage = NewMessage.partial()
export type ChangeMessage = z.infer<typeof ChangeMessage>

/** A text in which every `{{path}}` must be a documented value. */
function withValues<T extends z.ZodType<string>>(schema: T) {
  return schema.superRefine((text, issue) => {
    for (const message of placeholderProblems(text)) issue.addIssue({ code: 'custom', message })
  })
}
