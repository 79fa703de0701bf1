import { record } from '../events/record.ts'
import { consoleUrl } from '../lib/console-url.ts'
import { type Context, transaction } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import { newId } from '../lib/id.ts'
import { unlessTaken } from '../lib/taken.ts'
import { z } from '../lib/zod.ts'
import { findLink, linkLife, makeLink, useLink, voidLinks } from './links.ts'
import { checkNewPassword } from './password-rules.ts'
import type { Passwords } from './passwords.ts'
import { EmailAddress, PersonName } from './schema.ts'
import { hasOwner, lockUsers } from './users.ts'

export const SetUp = z.strictObject({ email: EmailAddress, name: PersonName, password: z.string() })

/** A link by which somebody becomes the first owner, in place of earlier ones; null where there is an owner. */
export async function makeSetupLink(outer: Context): Promise<string | null> {
  return transaction(outer, async (ctx) => {
    await lockUsers(ctx)
    if (await hasOwner(ctx)) return null
    const token = await makeLink(ctx, null, linkLife.setup)
    await record(ctx, { kind: 'user.link_made', subject: ctx.org, data: { for: 'setup' } })
    return `${consoleUrl(ctx.settings)}/console/setup/${token}`
  })
}

/** Throws NotFound where the link is no good any more, or an owner is there. */
export async function checkSetupLink(ctx: Context, token: string): Promise<string> {
  const { org, user } = await findLink(ctx, token)
  if (user !== null || (await hasOwner({ ...ctx, org }))) throw new NotFound('setup')
  return org
}

/** Makes the first owner. Their id, and that of their organization. */
export async function setUp(
  outer: Context,
  passwords: Passwords,
  { token, ...input }: z.output<typeof SetUp> & { token: string },
): Promise<{ user: string; org: string }> {
  const org = await checkSetupLink(outer, token)
  checkNewPassword(input.password, input.email)
  const hash = await passwords.hash(outer, input.password)
  const id = newId(outer)
  const actor = { kind: 'user', id, name: input.name, role: 'owner' } as const
  return transaction({ ...outer, org, actor }, async (ctx) => {
    await lockUsers(ctx)
    if (await hasOwner(ctx)) throw new NotFound('setup')
    await useLink(ctx, token)
    await voidLinks(ctx, null)
    const values = { id, org_id: org, email: input.email, name: input.name, role: 'owner', password_hash: hash }
    await unlessTaken(
      'Somebody has this address already.',
      ctx.db
        .insertInto('users')
        .values({ ...values, created_at: ctx.now() })
        .execute(),
    )
    await record(ctx, { kind: 'user.created', subject: id, data: { email: input.email, role: 'owner' } })
    await record(ctx, { kind: 'user.password_set', subject: id, data: { by: 'setup' } })
    return { user: id, org }
  })
}
