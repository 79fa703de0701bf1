import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { keyedHash } from '../lib/seal.ts'
import type { Page } from '../pages/find.ts'
import { subscriberAt } from '../subscribers/find.ts'
import { accessRow, storedAccess } from './find.ts'
import { staffHours } from './schema.ts'
import type { Session, Way } from './session.ts'

export type Who = {
  way: Way
  identity: string
  email: string | null
  attributes?: Record<string, string[]>
  /** Who writes the page: their id in the console. */
  user?: string
}

const hour = 3_600_000

/** A session for somebody who has shown who they are. Throws where the page has no way in any more. */
export async function startReading(outer: Context, page: Page, who: Who): Promise<Session> {
  return transaction(outer, async (ctx) => {
    const row = await accessRow(ctx, page.id)
    const { way, identity, email, attributes = {}, user } = who
    const staff = user !== undefined
    const hours = staff ? staffHours : storedAccess(row).sessionHours
    await record(ctx, {
      kind: 'reader.signed_in',
      subject: page.id,
      page: page.id,
      // Who reads is nobody's business; that it is the same one again can be seen.
      data: { way, who: pseudonym(ctx, identity) },
    })
    return {
      id: ctx.random(12).toString('base64url'),
      page: page.id,
      epoch: row?.epoch ?? 0,
      until: ctx.now().getTime() + hours * hour,
      since: ctx.now().getTime(),
      way,
      identity,
      email: email?.toLowerCase() ?? null,
      subscriber: email !== null && (await isSubscriber(ctx, page.id, email)),
      attributes,
      staff,
      ...(staff && { user }),
    }
  })
}

/** Records that somebody was refused, and why, without what they typed. */
export const refuse = (outer: Context, page: Page, way: string, why: string) =>
  transaction(outer, (ctx) =>
    record(ctx, { kind: 'reader.refused', subject: page.id, page: page.id, data: { way, why } }),
  )

export const pseudonym = (ctx: Pick<Context, 'settings'>, identity: string) =>
  keyedHash(ctx.settings.secret, 'reader identity', identity).subarray(0, 9).toString('base64url')

export const isSubscriber = async (ctx: Context, page: string, email: string): Promise<boolean> =>
  (await subscriberAt(ctx, page, email))?.state === 'active'
