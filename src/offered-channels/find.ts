import { needsAccount } from '../channel-accounts/kinds.ts'
import { type Medium, media } from '../channels/channel.ts'
import { carriersOf, channelOf } from '../channels/index.ts'
import { byTelephone } from '../channels/media.ts'
import type { Context } from '../lib/context.ts'
import { ChangeOffer, changedOffer, type Offer, plainOffer } from './schema.ts'

type Reading = Pick<Context, 'db'>

/** What somebody chose for a page. */
export async function offerOf({ db }: Reading, page: string): Promise<Offer> {
  const row = await db
    .selectFrom('page_channels')
    .select(['offered', 'countries'])
    .where('page_id', '=', page)
    .executeTakeFirst()
  return storedOffer(row)
}

/** What stands in a row; nothing was chosen for a page without one. */
export function storedOffer(row: { offered: string[] | null; countries: string[] } | undefined): Offer {
  if (!row) return plainOffer
  // What an earlier version knew and this one does not is left out.
  const channels = row.offered && media.filter((one) => row.offered?.includes(one))
  return changedOffer(plainOffer, ChangeOffer.parse({ channels, countries: row.countries }))
}

/** Offered where nobody has chosen, beside those with an account. */
const usual: readonly Medium[] = ['email', 'webhook', 'slack', 'teams', 'web-push']

/** What readers of a page can subscribe by now, in the order of the list of media. */
export const offeredOn = async (ctx: Reading, page: { id: string; org_id: string }): Promise<Medium[]> =>
  offeredBy(ctx, page.org_id, await offerOf(ctx, page.id))

/** The same for what is not saved. */
export async function offeredBy(ctx: Reading, org: string, offer: Offer): Promise<Medium[]> {
  const withAccount = await mediaWithAccount(ctx, org)
  const chosen = offer.channels ?? media.filter((one) => usual.includes(one) || withAccount.has(one))
  return chosen.filter(
    (one) => isPossible(one, withAccount) && (!byTelephone.includes(one) || offer.countries.length > 0),
  )
}

/** Media that readers could be reached by, were they offered. */
export async function possibleMedia(ctx: Reading, org: string): Promise<Medium[]> {
  const withAccount = await mediaWithAccount(ctx, org)
  return media.filter((one) => isPossible(one, withAccount))
}

/** Mail always: without a server for it the console says so, and what waits is kept. */
const isPossible = (medium: Medium, withAccount: ReadonlySet<string>): boolean =>
  medium === 'email' ||
  carriersOf(medium).some(
    (channel) => channel.reaches.includes('subscriber') && (withAccount.has(medium) || !needsAccount(channel)),
  )

async function mediaWithAccount({ db }: Reading, org: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('channel_accounts')
    .select('kind')
    .distinct()
    .where('org_id', '=', org)
    .where('enabled', '=', true)
    .execute()
  return new Set(rows.flatMap(({ kind }) => channelOf(kind)?.medium ?? []))
}
