import type { Context, Db } from '../lib/context.ts'
import { InvalidInput, NotFound } from '../lib/errors.ts'
import type { Limit } from './rights.ts'
import { type Audience, type AudienceRow, audienceFrom, builtIn } from './schema.ts'

/** The audiences of a page, as deciding needs them. */
export async function audiencesOf({ db }: { db: Db }, page: string): Promise<Audience[]> {
  const rows = await db.selectFrom('audiences').selectAll().where('page_id', '=', page).orderBy('key').execute()
  return rows.map(audienceFrom)
}

/** The audiences of a page, or of all pages, by key. */
export async function listAudiences(ctx: Context, page?: string): Promise<AudienceRow[]> {
  let query = ctx.db.selectFrom('audiences').selectAll().where('org_id', '=', ctx.org)
  if (page !== undefined) query = query.where('page_id', '=', page)
  return query.orderBy('page_id').orderBy('key').execute()
}

export async function findAudience(ctx: Context, id: string): Promise<AudienceRow> {
  const row = await ctx.db
    .selectFrom('audiences')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound('audience')
  return row
}

/**
 * What a column holds for audiences named by key or id; they cannot be removed until the transaction ends. Throws
 * `InvalidInput` that names each stranger.
 */
export async function readLimit(
  ctx: Context,
  page: string,
  names: readonly string[] | null,
  pointer = '/audiences',
): Promise<string[] | null> {
  if (names === null) return null
  const { keys, idOf } = await namedAudiences(ctx, page)
  if (names.length === 0)
    throw new InvalidInput('The audiences are not right.', [
      { pointer, detail: `expected null, or at least one of ${keys.join(', ')}` },
    ])
  return [...new Set(allFound(names, keys, idOf, (i) => `${pointer}/${i}`))]
}

/** The same, one id for each name, in order. */
export const audienceIds = async (
  ctx: Context,
  page: string,
  names: readonly string[],
  pointer: (i: number) => string,
): Promise<string[]> => {
  const { keys, idOf } = await namedAudiences(ctx, page)
  return allFound(names, keys, idOf, pointer)
}

/**
 * Puts a key in the place of each name, a key or an id; these audiences cannot be removed until the transaction ends. Throws
 * `InvalidInput` that names the stranger.
 */
export async function keysNamed(
  ctx: Context,
  page: string,
): Promise<(names: readonly string[], pointer: string) => string[]> {
  const { keys, keyOf } = await namedAudiences(ctx, page)
  return (names, pointer) => [...new Set(allFound(names, keys, keyOf, (i) => `${pointer}/${i}`))]
}

/** The keys of all audiences of all pages, with those that every page has. */
export const audienceKeys = async (ctx: Context): Promise<string[]> => [
  ...new Set([...builtIn, ...(await listAudiences(ctx)).map(({ key }) => key)]),
]

type Told = (name: string) => string | undefined
type Named = { keys: string[]; idOf: Told; keyOf: Told }

async function namedAudiences(ctx: Context, page: string): Promise<Named> {
  const rows = await ctx.db
    .selectFrom('audiences')
    .select(['id', 'key'])
    .where('org_id', '=', ctx.org)
    .where('page_id', '=', page)
    .orderBy('key')
    .forKeyShare()
    .execute()
  const isBuiltIn = (name: string) => builtIn.some((one) => one === name)
  const find = (name: string) => rows.find(({ id, key }) => id === name || key === name)
  return {
    keys: [...builtIn, ...rows.map(({ key }) => key)],
    idOf: (name) => (isBuiltIn(name) ? name : find(name)?.id),
    keyOf: (name) => (isBuiltIn(name) ? name : find(name)?.key),
  }
}

function allFound(names: readonly string[], keys: string[], told: Told, pointer: (i: number) => string): string[] {
  const found = names.map(told)
  const problems = found.flatMap((one, i) =>
    one === undefined ? [{ pointer: pointer(i), detail: `expected one of ${keys.join(', ')}` }] : [],
  )
  if (problems.length > 0) throw new InvalidInput('The audiences are not right.', problems)
  return found.filter((one) => one !== undefined)
}

/** The names of built-in audiences, as people read them. */
export const builtInNames: Record<(typeof builtIn)[number], string> = {
  everyone: 'everybody',
  subscribers: 'signed-in subscribers',
  staff: 'staff',
}

/** A column in words for people; null where there is no limit. */
export const limitInWords = (limit: Limit, audiences: readonly { id: string; name: string }[]): string | null =>
  limit &&
  new Intl.ListFormat('en-GB').format(
    limit.map(
      (id) =>
        audiences.find((one) => one.id === id)?.name ??
        new Map<string, string>(Object.entries(builtInNames)).get(id) ??
        id,
    ),
  )

/** A column in the words of files and the API: keys. */
export const keysOf = (limit: Limit, audiences: readonly { id: string; key: string }[]): string[] | null =>
  limit?.map((id) => audiences.find((one) => one.id === id)?.key ?? id) ?? null
