import type { Rights } from '../audiences/rights.ts'
import { componentsShown } from '../audiences/told.ts'
import { componentsOf } from '../components/find.ts'
import { componentSettings } from '../components/schema.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import type { LanguageCode } from '../publishing/languages/codes.ts'
import type { Words } from '../publishing/languages/words.ts'

/** What somebody wants to hear about: ids of components, or null for everything. */
export type Choice = readonly string[] | null

/**
 * A choice from names (ids or keys) of the page's components. An empty list is everything. Names each wrong one; one that
 * these rights do not show is as wrong as one that is not there.
 */
export async function readChoice(
  ctx: Context,
  page: string,
  names: readonly string[] | null,
  rights: Rights = 'all',
): Promise<Choice> {
  if (names === null || names.length === 0) return null
  const rows = componentsShown(await componentsOf(ctx, page), rights)
  const ids = names.map(
    (name) => (rows.find((row) => row.id === name) ?? rows.find((row) => row.key === name))?.id ?? null,
  )
  const problems = ids.flatMap((id, i) =>
    id === null ? [{ pointer: `/components/${i}`, detail: 'expected the key or id of a component of this page' }] : [],
  )
  if (problems.length > 0) throw new InvalidInput('The components are not right.', problems)
  return [...new Set(ids.filter((id) => id !== null))]
}

export async function choiceOf(ctx: Context, subscriber: { id: string; all_components: boolean }): Promise<Choice> {
  if (subscriber.all_components) return null
  const rows = await ctx.db
    .selectFrom('subscriber_components')
    .select('component_id')
    .where('subscriber_id', '=', subscriber.id)
    .orderBy('component_id')
    .execute()
  return rows.map((row) => row.component_id)
}

/** Replaces the choice. False: it was the same. */
export async function writeChoice(
  ctx: Context,
  subscriber: { id: string; all_components: boolean },
  choice: Choice,
): Promise<boolean> {
  const before = await choiceOf(ctx, subscriber)
  if (sameChoice(before, choice)) return false
  await ctx.db
    .updateTable('subscribers')
    .set({ all_components: choice === null, updated_at: ctx.now() })
    .where('id', '=', subscriber.id)
    .execute()
  await ctx.db.deleteFrom('subscriber_components').where('subscriber_id', '=', subscriber.id).execute()
  if (choice !== null && choice.length > 0)
    await ctx.db
      .insertInto('subscriber_components')
      .values(choice.map((component_id) => ({ subscriber_id: subscriber.id, component_id })))
      .execute()
  return true
}

const sameChoice = (a: Choice, b: Choice) =>
  a === null || b === null ? a === b : [...a].sort().join() === [...b].sort().join()

/** "everything", or "API · US and Card payments". */
export async function choiceInWords(ctx: Context, page: string, choice: Choice): Promise<string> {
  if (choice === null) return 'everything'
  const names = (await componentsOf(ctx, page)).filter((row) => choice.includes(row.id)).map((row) => row.name)
  if (names.length === 0) return 'nothing that is still on the page'
  return new Intl.ListFormat('en-GB').format(names)
}

/** The same in the language of a page's readers. */
export async function choiceSaid(ctx: Context, page: string, choice: Choice, words: Words): Promise<string> {
  if (choice === null) return words.text('confirm.everything')
  const chosen = (await componentsOf(ctx, page)).filter((row) => choice.includes(row.id))
  if (chosen.length === 0) return words.text('confirm.nothing')
  const names = chosen.map((row) => componentSettings(row).translations[words.lang as LanguageCode]?.name ?? row.name)
  return new Intl.ListFormat(words.locale).format(names)
}
