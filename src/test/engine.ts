import { after } from 'node:test'
import type { Channel, Medium, Message, Outcome } from '../channels/channel.ts'
import { defineChannel } from '../channels/channel.ts'
import { followEvent } from '../events/record.ts'
import { openIncident } from '../incidents/open.ts'
import type { Context } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { digest, seal } from '../lib/seal.ts'
import { z } from '../lib/zod.ts'
import { announce } from '../notifications/announce.ts'
import { notificationHandlers } from '../notifications/jobs.ts'
import type { PostOffice } from '../notifications/lanes.ts'
import { type Opening, openPostOffice } from '../notifications/post-office.ts'
import { handle } from '../queue/job.ts'
import { drain } from '../queue/worker.ts'
import { acme } from './acme.ts'
import { testContext } from './context.ts'
import { testDatabase } from './database.ts'

type Target = { name: string; host: string }
export type Sent = { kind: string; to: string; host: string; message: Message; account: string }

const target = z.object({ name: z.string(), host: z.string() })

/** A channel that tells of every message and answers as a test wants. With `needsAccount` it takes one, and its host is the account's. */
export function tryingChannel(
  kind: string,
  medium: Medium,
  answer: (sent: Sent) => Outcome | Promise<Outcome>,
  { needsAccount = false, limits = {} }: { needsAccount?: boolean; limits?: Partial<Channel['limits']> } = {},
): Channel {
  const settings = needsAccount ? z.object({ name: z.string() }) : z.object({})
  const nameOf = (given: unknown) => z.object({ name: z.string().default('') }).parse(given).name
  return defineChannel<unknown, Target, { text: string; message: Message }>({
    kind,
    medium,
    name: kind,
    docs: 'https://vendor.example',
    reaches: ['subscriber'],
    setup: '1. Nothing.',
    settings,
    target,
    identity: ({ name }) => name,
    label: ({ name }) => name,
    host: ({ settings, target }) => (needsAccount ? `${nameOf(settings)}.vendor.example` : target.host),
    limits: { text: { max: 10_000, unit: 'characters', source: 'https://vendor.example' }, ...limits },
    sample: { settings: { name: 'sample' }, target: { name: 'sample', host: 'sample.example' } },
    write: (message) => ({ text: message.body, message }),
    send: async ({ message }, { settings, target }) =>
      answer({ kind, to: target.name, host: target.host, message, account: nameOf(settings) }),
  }) as Channel
}

/** For each seed an Acme page, whose subscribers are on channels that a test answers for. */
export async function engineStage() {
  const database = await testDatabase()

  async function setUp(seed: string, channels: readonly Channel[]) {
    const { ctx, base, clock } = await testContext(database, { seed })
    const place = await acme(ctx)
    const openOffice = (more: Partial<Opening> = {}) => {
      const office = openPostOffice(base, { process: 'this-process', channels, smtpUrl: null, ...more })
      after(office.close)
      return office
    }
    const office = openOffice()
    const work = (by: PostOffice = office) =>
      drain(base, database.pool, [
        handle(followEvent, async (ctx, { event, kind }) => {
          if (kind.startsWith('update.')) await announce(ctx, event)
        }),
        ...notificationHandlers(by),
      ])
    const open = (more = {}) =>
      openIncident(ctx, { page: place.page, title: 'Slow', status: 'investigating', body: 'It is slow.', ...more })
    return {
      ...{ ctx, base, clock, ...place, office, openOffice, work, open },
      subscribe: (channel: Medium, names: readonly string[], host?: string) =>
        subscribe(ctx, place.page, { channel, names, host }),
      account: (kind: string, name: string, position = 0) => addAccount(ctx, { kind, name, position }),
      ledger: () => ledgerOf(ctx),
    }
  }
  return { database, setUp }
}

/** Each has a host of its own, unless one is given. */
async function subscribe(
  ctx: Context,
  page: string,
  { channel, names, host }: { channel: Medium; names: readonly string[]; host?: string | undefined },
) {
  const now = ctx.now()
  const rows = names.map((name) => {
    const at = host ?? `${name}.example`
    return {
      ...{ id: newId(ctx), org_id: ctx.org, page_id: page, channel, host: at, label: name, email: null },
      target: seal(ctx.settings.secret, ctx.random, JSON.stringify({ name, host: at })),
      ...{ address_hash: digest(`${channel} ${name}`), mailbox_hash: digest(`${channel} ${name}`) },
      ...{ state: 'active', created_at: now, updated_at: now },
    }
  })
  await ctx.db.insertInto('subscribers').values(rows).execute()
  return rows.map(({ id }) => id)
}

export async function addAccount(
  ctx: Context,
  { kind, name, position }: { kind: string; name: string; position: number },
) {
  const id = newId(ctx)
  const now = ctx.now()
  await ctx.db
    .insertInto('channel_accounts')
    .values({
      ...{ id, org_id: ctx.org, key: name, kind, name, position, created_at: now, updated_at: now },
      settings: seal(ctx.settings.secret, ctx.random, JSON.stringify({ name })),
      hook_hash: digest(id),
    })
    .execute()
  return id
}

const ledgerOf = (ctx: Context) =>
  ctx.db
    .selectFrom('deliveries as d')
    .innerJoin('subscribers as s', 's.id', 'd.subscriber_id')
    .innerJoin('incident_updates as u', 'u.id', 'd.update_id')
    .selectAll('d')
    .select(['s.label as name', 's.state as subscriber_state', 'u.number'])
    .where('d.org_id', '=', ctx.org)
    .orderBy('s.label')
    .orderBy('d.event_id')
    .execute()
