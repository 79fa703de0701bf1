import { audiencesIn } from '../audiences/fields.ts'
import type { NewUpdate } from '../incidents/post-update.ts'
import { PostTexts } from '../incidents/texts.ts'
import { isEnd, limits } from '../incidents/words.ts'
import type { Context } from '../lib/context.ts'
import { oneLine, prose } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'
import { translationsIn } from '../pages/translation-fields.ts'
import { OpeningTranslations } from '../publishing/languages/schema.ts'
import { several, ticked } from '../web/fields.ts'
import type { Values } from '../web/page.ts'
import { parsed } from '../web/parse.ts'
import { narrowedBy } from './tell-only.ts'
import { textsTyped } from './texts.ts'

/** When the next update is promised, in minutes from the post; empty: no promise. */
export const promises = [
  ['', 'None'],
  ['15', '15 min'],
  ['30', '30 min'],
  ['60', '1 hour'],
  ['120', '2 hours'],
  ['240', '4 hours'],
  ['1440', '1 day'],
] as const

const shape = {
  status: z.string().min(1, 'choose a phase'),
  body: prose(limits.body),
  next: z.enum(promises.map(([minutes]) => minutes)).default(''),
  notify: ticked,
  after: z.string().max(100).optional(),
  short: z.string().trim().max(limits.short, `expected at most ${limits.short} characters`).default(''),
  audiences: several(z.string().max(100)),
}

/** What the composer sends. A component's status is in a field of its own, `component.<id>`; empty leaves it as it is. */
export const PostFields = z.looseObject(shape)
export type PostFields = z.infer<typeof PostFields>

export const OpenFields = z.looseObject({
  ...shape,
  kind: z.enum(['incident', 'notice']).default('incident'),
  title: oneLine(limits.title),
})

/** The composer's fields as the verb wants them. */
export const updateOf = (ctx: Context, fields: PostFields): NewUpdate => ({
  status: fields.status,
  body: fields.body,
  translations: parsed(OpeningTranslations, translationsIn(fields) ?? {}),
  components: componentsIn(fields),
  notify: fields.notify,
  nextUpdateAt: promisedAt(ctx, fields.status, fields.next),
  after: fields.after,
  audiences: audiencesIn(fields),
  short: fields.short || null,
  ...narrowedBy(fields),
  texts: parsed(z.object({ texts: PostTexts }), { texts: textsTyped(fields) }).texts,
})

/** The moment that a promise made now speaks of; null where there is none, or where it is over. */
export const promisedAt = (ctx: Context, status: string, next: string): Date | null =>
  /^\d{1,5}$/.test(next) && !isEnd(status) ? new Date(ctx.now().getTime() + Number(next) * 60_000) : null

/** The statuses that were chosen, by component id. */
export function componentsIn(values: Values | Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values)
      .map(([name, value]) => [name, [value].flat()[0]] as const)
      .filter((entry): entry is readonly [string, string] => entry[0].startsWith(prefix) && Boolean(entry[1]))
      .map(([name, status]) => [name.slice(prefix.length), String(status)]),
  )
}

const prefix = 'component.'
export const componentField = (id: string) => `${prefix}${id}`
