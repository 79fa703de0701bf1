import { sql } from 'kysely'
import type { Medium } from '../channels/channel.ts'
import { carriersOf } from '../channels/index.ts'
import { byTelephone } from '../channels/media.ts'
import type { Context } from '../lib/context.ts'
import { targetOf } from '../subscribers/destination.ts'
import { addressHash, destinationHash, suppressionOf } from '../subscribers/find.ts'
import { wishesOf } from '../subscribers/preferences.ts'
import { takenOut } from '../subscribers/remove.ts'
import type { Furniture, Present } from './existing.ts'
import { nameOf } from './items.ts'
import type { WantedSubscriber } from './wanted.ts'

/** The subscribers that a file names or an earlier one named; `gone` where an apply must not bring the address back. */
export async function subscribersNamed(
  ctx: Context,
  named: readonly WantedSubscriber[],
  { pages, components }: Furniture,
): Promise<Present<WantedSubscriber>[]> {
  const slugs = new Map(pages.map(({ id, is }) => [id, is.slug]))
  const keys = new Map(components.map(({ id, is }) => [id, is.key]))
  const emails = new Map(named.map((one) => [hashOf(ctx, one).toString('hex'), one.email]))
  const present = (await rowsFor(ctx, [...emails.keys()])).flatMap((row) => {
    const page = slugs.get(row.page_id)
    const email = emails.get(row.address_hash.toString('hex')) ?? row.email
    if (!page || (email === null && row.target === null) || (row.state === 'unsubscribed' && row.reason === takenOut))
      return []
    const components = row.all_components ? null : row.choice.map((id) => keys.get(id) ?? id).sort()
    const { incident: _, ...preferences } = wishesOf(row)
    const { labels, locked } = row
    const place = email === null ? { channel: row.channel, target: targetOf(ctx, row) } : { email }
    const choice = { components, preferences, labels, locked }
    const is = { page, ...place, ...choice, confirmed: row.state === 'active', ...agreed(row) }
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
    named.map(async (is) => ({ is, suppression: await suppressionOf(ctx, hashOf(ctx, is)) })),
  )
  const refused = silent.flatMap(({ is, suppression }) =>
    suppression ? [{ id: '', managedBy: null, is, gone: suppression.reason }] : [],
  )
  const isRefused = (one: WantedSubscriber) =>
    refused.some(({ is }) => nameOf.subscriber(is) === nameOf.subscriber(one))
  return [...present.filter(({ is }) => !isRefused(is)), ...refused]
}

/** How the owner of a number agreed, without which no file may name it as confirmed. */
const agreed = ({ channel, consent_text }: { channel: string; consent_text: string | null }) =>
  consent_text !== null && byTelephone.some((medium) => medium === channel)
    ? { consent: { text: consent_text.slice(0, 1500) } }
    : {}

/** What a file names wrongly has the hash of nobody: its mistakes are told elsewhere. */
function hashOf(ctx: Context, { email, channel = '', target = {} }: WantedSubscriber): Buffer {
  if (email !== undefined) return addressHash(ctx, email)
  const carrier = carriersOf(channel as Medium)[0]
  const read = carrier?.target.safeParse(target)
  return carrier && read?.success ? destinationHash(ctx, carrier.medium, carrier.identity(read.data)) : Buffer.alloc(0)
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
