import { checkNewPassword } from '../accounts/password-rules.ts'
import { createPasswords } from '../accounts/passwords.ts'
import { record } from '../events/record.ts'
import { changesBetween, isUnchanged } from '../lib/changes.ts'
import { type Context, transaction } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { refuseManaged } from '../lib/managed.ts'
import { seal } from '../lib/seal.ts'
import { findPage } from '../pages/find.ts'
import { type AccessRow, accessRow, secretsIn, storedAccess } from './find.ts'
import { type Access, type ChangeAccess, changed } from './schema.ts'
import { touchAccess } from './touch.ts'

/**
 * Changes who may read a page and how. `name` is the page's id or slug. What takes a way in away, or changes one, signs
 * everybody out. Throws `InvalidInput`.
 */
export async function changeAccess(outer: Context, name: string, input: ChangeAccess): Promise<Access> {
  if (input.password) checkNewPassword(input.password, '')
  const passwords = createPasswords()
  const known = await accessRow(outer, (await findPage(outer, name)).id)
  const samePassword = input.password
    ? await passwords.matches(known?.password_hash ?? null, input.password)
    : input.password === undefined || !known?.password_hash
  // Hashing takes a core for a while: not with the page's row in hand.
  const hash = input.password && !samePassword ? await passwords.hash(outer, input.password) : null
  return transaction(outer, async (ctx) => {
    const page = await findPage(ctx, name)
    refuseManaged(ctx, `Who may read the page "${page.name}"`, page)
    await ctx.db.selectFrom('pages').select('id').where('id', '=', page.id).forUpdate().executeTakeFirst()
    const row = await accessRow(ctx, page.id)
    const before = storedAccess(row)
    const after = changed(before, input)
    const secrets = secretsAfter(ctx, row, input, after)
    const changes = {
      ...changesBetween(before, after),
      ...(samePassword ? {} : { password: { from: hidden(row?.password_hash), to: hidden(input.password) } }),
      ...(secrets.changed ? { secrets: { from: 'kept', to: 'changed' } } : {}),
    }
    if (isUnchanged(changes)) return after
    await write(ctx, page.id, row, {
      after,
      secrets: secrets.all,
      password: samePassword ? undefined : hash,
      isOut: endsSessions(changes),
    })
    await record(ctx, { kind: 'access.changed', subject: page.id, page: page.id, data: { changes } })
    await touchAccess(ctx, page.id)
    return after
  })
}

const hidden = (secret: string | null | undefined) => (secret ? 'set' : null)

/** A name that is hidden or shown, and more time for later sessions, are nobody's business who is signed in. */
const endsSessions = (changes: object) => Object.keys(changes).some((name) => name !== 'showName')

function secretsAfter(ctx: Context, row: AccessRow | undefined, input: ChangeAccess, after: Access) {
  const before = secretsIn(ctx, row)
  const given = (input.connections ?? []).flatMap((one) =>
    one.kind === 'oidc' && one.clientSecret ? [[one.key, one.clientSecret] as const] : [],
  )
  const all = { ...before, ...Object.fromEntries(given) }
  const needed = after.connections.filter(({ kind }) => kind === 'oidc').map(({ key }) => key)
  const missing = needed.filter((key) => !all[key])
  if (missing.length > 0)
    throw new InvalidInput('A connection has no client secret.', [
      {
        pointer: `/connections/${after.connections.findIndex(({ key }) => key === missing[0])}/clientSecret`,
        detail: 'expected the secret that the identity provider gave',
      },
    ])
  const kept = Object.fromEntries(needed.map((key) => [key, all[key]!]))
  return { all: kept, changed: JSON.stringify(sortedPairs(kept)) !== JSON.stringify(sortedPairs(before)) }
}

const sortedPairs = (secrets: Record<string, string>) => Object.entries(secrets).sort()

type Written = { after: Access; secrets: Record<string, string>; password: string | null | undefined; isOut: boolean }

async function write(ctx: Context, page: string, row: AccessRow | undefined, written: Written) {
  const { after, secrets, password, isOut } = written
  const { private: isPrivate, ...settings } = after
  const now = ctx.now().getTime()
  const columns = {
    is_private: isPrivate,
    settings: JSON.stringify(settings),
    password_hash: password === undefined ? (row?.password_hash ?? null) : password,
    secrets_sealed:
      Object.keys(secrets).length > 0 ? seal(ctx.settings.secret, ctx.random, JSON.stringify(secrets)) : null,
    epoch: isOut || !row ? nextEpoch(row, now) : row.epoch,
    updated_at: ctx.now(),
  }
  await ctx.db
    .insertInto('page_access')
    .values({ page_id: page, org_id: ctx.org, ...columns })
    .onConflict((conflict) => conflict.column('page_id').doUpdateSet(columns))
    .execute()
}

/** The moment, and later than every one before it. */
export const nextEpoch = (row: Pick<AccessRow, 'epoch'> | undefined, now: number) =>
  Math.max(now, (row?.epoch ?? 0) + 1)
