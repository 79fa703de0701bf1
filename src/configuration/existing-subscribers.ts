import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import type { Page } from '../pages/find.ts'
import { addressHash, suppressionOf } from '../subscribers/find.ts'
import { wishesOf } from '../subscribers/preferences.ts'
import { takenOut } from '../subscribers/remove.ts'
import type { Present } from './existing.ts'
import type { WantedSubscriber } from './wanted.ts'

/** The subscribers that a file names or an earlier one named; `gone` where an apply must not bring the address back. */
export async function subscribersNamed(
  ctx: Context,
  named: readonly WantedSubscriber[],
  pages: readonly Page[],
  keys: ReadonlyMap<string, string>,
): Promise<Present<WantedSubscriber>[]> {
  const emails = new Map(named.map((one) => [addressHash(ctx, one.email).toString('hex'), one.email]))
  const present = (await rowsFor(ctx, [...emails.keys()])).flatMap((row) => {
    const page = pages.find((one) => one.id === row.page_id)
    const email = emails.get(row.address_hash.toString('hex')) ?? row.email
    if (!page || email === null || (row.state === 'unsubscribed' && row.reason === takenOut)) return []
    const components = row.all_components ? null : row.choice.map((id) => keys.get(id) ?? id).sort()
    const { incident: _, ...preferences } = wishesOf(row)
    const { labels, locked } = row
    const is = { page: page.slug, email, components, confirmed: row.state === 'active', preferences, labels, locked }
    const there = row.state === 'active' || row.state === 'unconfirmed'
    return [
      {
        id: row.id,
        managedBy: row.managed_by,
        is,
        choseThemselves: row.chose_themselves === true,
        ...(there ? {} : { gone: row.state }),
      },
    ]
  })
  const silent = await Promise.all(
    named.map(async (is) => ({ is, suppression: await suppressionOf(ctx, addressHash(ctx, is.email)) })),
  )
  const refused = silent.flatMap(({ is, suppression }) =>
    suppression ? [{ id: '', managedBy: null, is, gone: suppression.reason }] : [],
  )
  const isRefused = (one: WantedSubscriber) => refused.some(({ is }) => is.email === one.email && is.page === one.page)
  return [...present.filter(({ is }) => !isRefused(is)), ...refused]
}

function rowsFor(ctx: Context, hashes: readonly string[]) {
  return ctx.db
    .selectFrom('subscribers as s')
    .selectAll('s')
    .select(
      sql<string[]>`array(select c.component_id from subscriber_components c where c.subscriber_id = s.id)`.as(
        'choice',
      ),
    )
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('events as e')
            .select('e.id')
            .whereRef('e.subject_id', '=', 's.id')
            .where('e.kind', '=', 'subscriber.changed')
            .where('e.actor_kind', '=', 'reader'),
        )
        .as('chose_themselves'),
    )
    .where('s.org_id', '=', ctx.org)
    .where('s.world', '=', false)
    .where((eb) =>
      eb.or([
        eb('s.managed_by', 'is not', null),
        ...hashes.map((hash) => eb('s.address_hash', '=', Buffer.from(hash, 'hex'))),
      ]),
    )
    .orderBy('s.created_at')
    .orderBy('s.id')
    .execute()
}
