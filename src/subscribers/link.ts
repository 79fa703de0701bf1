import type { Base, Context } from '../lib/context.ts'
import { sameText, signature } from '../lib/seal.ts'
import type { Subscriber } from './find.ts'

type Linked = Pick<Subscriber, 'id' | 'link_version'>

/**
 * What opens a subscriber's own page: the id and a signature, 35 characters, so that the List-Unsubscribe header stays
 * on one line. Nothing is stored; raising link_version voids it.
 */
export const manageToken = (ctx: Pick<Context, 'settings'>, subscriber: Linked): string =>
  `${subscriber.id}.${signature(ctx.settings.secret, 'manage', `${subscriber.id} ${subscriber.link_version}`)}`

export const manageUrl = (ctx: Pick<Context, 'settings'>, subscriber: Linked): string =>
  `${ctx.settings.url}/u/${manageToken(ctx, subscriber)}`

/** Whose link it is, and a context in which that reader acts. Null for every link that is not good, without saying why. */
export async function followManageLink(
  base: Base,
  token: string,
): Promise<{ ctx: Context; subscriber: Subscriber } | null> {
  const id = token.slice(0, Math.max(0, token.indexOf('.')))
  const subscriber = await base.db.selectFrom('subscribers').selectAll().where('id', '=', id).executeTakeFirst()
  const wanted = manageToken(base, subscriber ?? { id, link_version: 0 })
  if (!sameText(token, wanted) || !subscriber || subscriber.world || subscriber.state === 'erased') return null
  return { ctx: asReader(base, subscriber.org_id), subscriber }
}

export const asReader = (base: Base, org: string): Context => ({
  ...base,
  org,
  actor: { kind: 'reader', name: 'a subscriber' },
})
