import type { Context } from '../lib/context.ts'
import type { ReceivedMail } from '../test/mail-server.ts'

/** Who follows what; null: everything. */
export const followers: Record<string, string[] | null> = {
  'everything@customer.example': null,
  'web@customer.example': ['web'],
  'europe@customer.example': ['api-eu'],
  'api@customer.example': ['api'],
  'webhooks@customer.example': ['webhooks'],
  'mail@customer.example': ['email-a', 'payments'],
  'payments@customer.example': ['payments'],
}

/** Who is concerned by an incident on a component. Written by hand: nothing here asks the code that is tested. */
const concerned: Record<string, string[]> = {
  web: ['everything@customer.example', 'web@customer.example'],
  'api-eu': ['everything@customer.example', 'europe@customer.example', 'api@customer.example'],
  webhooks: ['everything@customer.example', 'webhooks@customer.example'],
  'email-a': ['everything@customer.example', 'mail@customer.example'],
}

export const peopleOf = (people: Record<string, string[] | null>) =>
  `subscribers:\n${Object.entries(people)
    .map(([email, parts]) => {
      const choice = parts ? `components: [${parts.join(', ')}], ` : ''
      return `  - { page: acme, email: ${email}, ${choice}confirmed: true }`
    })
    .join('\n')}\n`

/** Mails that one process may have on their way when it is killed. */
export const inFlightAtMost = 100

/** Every post is told to those whom it concerns and to nobody else; mails come again only under the same Message-ID. */
export async function compareTold(ctx: Context, mails: readonly ReceivedMail[], kills: number): Promise<string[]> {
  const posts = await postsOf(ctx)
  const deliveries = await ctx.db
    .selectFrom('deliveries as d')
    .innerJoin('subscribers as s', 's.id', 'd.subscriber_id')
    .select(['d.id', 'd.event_id', 'd.state', 'd.subscriber_id', 's.email'])
    .execute()
  const rows = Map.groupBy(deliveries, (row) => row.event_id)
  const expected = new Map<string, string>()
  const wrong: string[] = []
  for (const post of posts) {
    const people = post.silent ? [] : (concerned[post.component] ?? [])
    const own = rows.get(post.event) ?? []
    const hasNewer = posts.some((one) => one.incident === post.incident && one.event > post.event && !one.silent)
    for (const email of Object.keys(followers)) {
      const mine = own.filter((row) => row.email === email)
      const good = people.includes(email) ? (hasNewer ? ['sent', 'superseded'] : ['sent']) : ['skipped']
      const isSilent = post.silent && mine.length === 0
      if (!isSilent && (mine.length !== 1 || !good.includes(mine[0]!.state)))
        wrong.push(`post ${post.update} for ${email}: ${mine.map((row) => row.state).join(', ') || 'no word'}`)
    }
    for (const row of own.filter((one) => one.state !== 'skipped'))
      expected.set(post.number === 1 ? `${post.incident}.${row.subscriber_id}` : row.id, `${row.email} ${row.state}`)
  }
  return [...wrong, ...compareMails(mails, expected, kills)]
}

/** `expected`: for each Message-ID, to whom it goes and whether the ledger says that it went. */
function compareMails(mails: readonly ReceivedMail[], expected: ReadonlyMap<string, string>, kills: number): string[] {
  const arrived = Map.groupBy(mails, messageId)
  const repeats = mails.length - arrived.size
  return [
    ...[...expected]
      .filter(([id, who]) => who.endsWith(' sent') && !arrived.has(id))
      .map(([id, who]) => `${who}, says the ledger, but mail ${id} never came`),
    ...mails
      .filter((mail) => expected.get(messageId(mail))?.split(' ')[0] !== mail.to[0])
      .map((mail) => `mail ${messageId(mail)} to ${mail.to[0]} should not have come`),
    ...(repeats > kills * inFlightAtMost ? [`${repeats} mails came again`] : []),
  ]
}

/** What stands before the host. */
export const messageId = ({ raw }: ReceivedMail) => /^message-id:\s*<([^@>]+)@/im.exec(raw)?.[1] ?? 'none'

/** Each post with the one component that its incident affects. Throws where the spine and the announcements differ. */
async function postsOf(ctx: Context) {
  const events = await ctx.db.selectFrom('events').select('id').where('kind', '=', 'update.posted').execute()
  const rows = await ctx.db
    .selectFrom('announcements as a')
    .innerJoin('incident_components as ic', 'ic.incident_id', 'a.incident_id')
    .innerJoin('components as c', 'c.id', 'ic.component_id')
    .select(['a.event_id', 'a.update_id', 'a.update_number', 'a.incident_id', 'a.silent_reason', 'c.key'])
    .execute()
  const told = new Set(rows.map((row) => row.event_id))
  if (told.size !== rows.length || events.length !== rows.length || events.some(({ id }) => !told.has(id)))
    throw new Error(`${events.length} posts, ${rows.length} announcements`)
  return rows.map((row) => ({
    event: row.event_id,
    update: row.update_id,
    number: row.update_number,
    incident: row.incident_id,
    silent: row.silent_reason !== null,
    component: row.key,
  }))
}
