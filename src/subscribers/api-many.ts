import type { Context } from '../lib/context.ts'
import { transaction } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { LanguageCode } from '../publishing/languages/schema.ts'
import { parsed } from '../web/parse.ts'
import { defineRoute } from '../web/route.ts'
import { vouched, wantedDestination } from './add.ts'
import { bringIn } from './bring-in.ts'
import { changeMany, Label, ManyChange, manyActions, manyAtOnce } from './change-many.ts'
import { type Choice, readChoice } from './choice.ts'
import type { Entry, EntryState } from './decide.ts'
import { askedConsent, isHearsay } from './hearsay.ts'
import { Consent, Labels } from './preferences.ts'

const most = 10_000
const New = z.strictObject({
  email: z.string().min(1).max(1000).optional(),
  channel: z.string().max(63).optional().meta({ description: 'Another channel than mail, with its target.' }),
  target: z.record(z.string(), z.unknown()).optional(),
  language: LanguageCode.optional(),
  consent: Consent.optional().meta({ description: 'With `confirmed`: what you kept of it.' }),
  components: z.array(z.string().min(1).max(200)).max(1000).nullish(),
  labels: Labels.optional(),
})

const Many = z
  .strictObject({
    action: z.enum(['add', ...manyActions]),
    items: z
      .array(z.union([z.string().min(1).max(40), New]))
      .min(1)
      .max(most, `expected at most ${most.toLocaleString('en-GB')} items`)
      .meta({ description: 'Ids of subscribers; of `add` the new ones.' }),
    page: z.string().min(1).optional().meta({ description: 'Of `add`: slug or id.' }),
    confirmed: z
      .boolean()
      .optional()
      .meta({ description: 'Of `add`: you vouch that they agreed. Nobody is asked or told.' }),
    consent: Consent.optional().meta({
      description: 'Of `add`, with `confirmed`: how those agreed that bring no `consent` of their own.',
    }),
    label: Label.optional().meta({ description: 'Of `add_label` and `remove_label`.' }),
    components: z
      .array(z.string().min(1).max(200))
      .max(1000)
      .nullish()
      .meta({ description: 'Of `set_components`: keys or ids; null for everything.' }),
  })
  .openapi('ManySubscribers')

const Result = z.object({
  id: z.string().nullable(),
  outcome: z.string().meta({ description: 'added, changed, unchanged, left_alone or not_found.' }),
  reason: z.string().nullable(),
  signingSecret: z.string().optional().meta({ description: 'Of a webhook that came without. Never shown again.' }),
})

export const manyRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/subscribers/bulk',
  permission: 'editor',
  summary: 'Add or change up to 10,000 subscribers',
  description:
    'Answers what became of each, in their order. The same call again changes nothing more. Asking keeps to the limits of confirmations; erasing needs the role admin.',
  tags: ['Subscribers'],
  takesMany: true,
  body: Many,
  response: z.object({ items: z.array(Result) }),
  run: async (ctx, { body }) => {
    const { action, items, page, confirmed, consent, ...change } = body
    if (action === 'add') return { items: await addMany(ctx, parsed(Add, body)) }
    const ids = parsed(Ids, { items }).items
    return { items: await changeMany(ctx, parsed(ManyChange, { action, ...change }), ids) }
  },
})

const Ids = z.object({ items: z.array(z.string('expected the id of a subscriber')) })
const Add = z.strictObject({
  action: z.literal('add'),
  page: z.string(),
  confirmed: z.boolean().default(false),
  consent: Consent.optional(),
  items: z.array(New),
})

async function addMany(outer: Context, { page: named, confirmed, consent, items }: z.output<typeof Add>) {
  const page = await findPage(outer, named)
  const how = {
    page: page.id,
    usual: confirmed ? ('active' as const) : ('unconfirmed' as const),
    vouch: vouched(outer),
  }
  const choices = new Map<string, Choice>()
  const entries: Entry[] = []
  const secrets: (string | null)[] = []
  for (const [i, item] of items.entries()) {
    const agreed = confirmed ? { consent, ...item } : item
    const { entry, made } = await entryOf(outer, { page: page.id, usual: how.usual }, agreed, i, choices)
    entries.push(entry)
    secrets.push(made)
  }
  const results: z.input<typeof Result>[] = []
  for (let at = 0; at < entries.length; at += manyAtOnce)
    results.push(...(await transaction(outer, (ctx) => bringIn(ctx, how, entries.slice(at, at + manyAtOnce)))))
  const shown = new Set<string>()
  return results.map((one, i) => {
    // Of one that stands there twice, the first was added.
    const isFirst = one.id !== null && !shown.has(one.id) && shown.add(one.id)
    const signingSecret = isFirst && one.outcome === 'added' ? secrets[i] : null
    return { ...one, ...(signingSecret && { signingSecret }) }
  })
}

async function entryOf(
  ctx: Context,
  { page, usual }: { page: string; usual: EntryState },
  item: z.output<typeof Add>['items'][number],
  i: number,
  choices: Map<string, Choice>,
): Promise<{ entry: Entry; made: string | null }> {
  try {
    if ((item.email === undefined) === (item.channel === undefined)) throw new InvalidInput('', [eitherOr])
    const { destination, made } = wantedDestination(ctx, item)
    const choice = item.components === undefined ? undefined : await chosen(ctx, page, item.components, choices)
    const { labels, language, consent } = item
    const consentText = consent?.text === undefined ? null : vouched(ctx, consent.text)
    const rest = {
      labels,
      language,
      state: undefined,
      consentAt: consent?.at === undefined ? null : new Date(consent.at),
      consentText,
    }
    if (isHearsay(destination.channel, { state: usual, consentText }))
      throw new InvalidInput('', [{ pointer: '/consent/text', detail: askedConsent }])
    return { entry: { destination, choice, ...rest }, made }
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    throw new InvalidInput(
      'An item is not right; nothing was added.',
      error.problems.map(({ pointer, detail }) => ({ pointer: `/items/${i}${pointer}`, detail })),
    )
  }
}

const eitherOr = { pointer: '/email', detail: 'expected an address, or a channel with its target' }

/** Thousands choose the same: it is looked up once. */
async function chosen(ctx: Context, page: string, names: readonly string[] | null, known: Map<string, Choice>) {
  const key = JSON.stringify(names)
  const choice = known.get(key)
  if (choice !== undefined) return choice
  const found = await readChoice(ctx, page, names)
  known.set(key, found)
  return found
}
