import { after } from 'node:test'
import { channels } from '../channels/index.ts'
import { followEvent } from '../events/record.ts'
import { openIncident } from '../incidents/open.ts'
import type { Context, InstallationSettings } from '../lib/context.ts'
import { announce } from '../notifications/announce.ts'
import { createHosts } from '../notifications/hosts.ts'
import { notificationHandlers } from '../notifications/jobs.ts'
import type { PostOffice } from '../notifications/lanes.ts'
import { type Opening, type OpenPostOffice, openPostOffice } from '../notifications/post-office.ts'
import { type Handler, handle } from '../queue/job.ts'
import { drain } from '../queue/worker.ts'
import { addSubscriber } from '../subscribers/add.ts'
import { acme } from './acme.ts'
import { testContext } from './context.ts'
import { testDatabase } from './database.ts'
import { mailServer } from './mail-server.ts'

/**
 * All that a test of fan-outs needs: a mail server, and for each seed an Acme page with pat who follows everything, kim
 * who follows API · US, and lee who follows card payments.
 */
export async function fanOutStage() {
  const database = await testDatabase()
  const server = await mailServer()
  const offices: OpenPostOffice[] = []
  after(async () => {
    for (const office of offices) office.close()
    await server.stop()
  })

  async function setUp(seed: string, settings: Partial<InstallationSettings> = {}) {
    const made = await testContext(database, { seed })
    const { clock } = made
    const own = { ...made.base.settings, ...settings }
    const [base, ctx] = [
      { ...made.base, settings: own },
      { ...made.ctx, settings: own },
    ]
    const place = await acme(ctx)
    const names = { pat: null, kim: ['api-us'], lee: ['payments'] } as const
    const people: Record<keyof typeof names, string> = { pat: '', kim: '', lee: '' }
    for (const name of ['pat', 'kim', 'lee'] as const) {
      const components = names[name] as string[] | null
      const input = { page: place.page, email: `${name}@${seed}.example`, components, confirmed: true }
      people[name] = (await addSubscriber(ctx, input)).subscriber!.id
    }
    server.mails.length = 0
    server.fault(() => null)
    /** A process that sends. */
    const openOffice = (opening: Partial<Opening> = {}): OpenPostOffice => {
      const office = openPostOffice(base, { process: 'this-process', channels, smtpUrl: server.url, ...opening })
      offices.push(office)
      return office
    }
    const office = openOffice()
    const work = (by: PostOffice = office) => drain(base, database.pool, handlersOf(by))
    const open = (more = {}) =>
      openIncident(ctx, {
        page: place.page,
        title: 'Slower responses from API · US',
        status: 'investigating',
        body: 'It is slow.',
        components: { 'api-us': 'degraded_performance' },
        ...more,
      })
    const ledger = () => ledgerOf(ctx, people)
    const at = (name: string) => `${name}@${seed}.example`
    return { ctx, base, clock, database, ...place, people, work, open, ledger, at, openOffice }
  }

  /** "pat: Investigating": who got what, in the order of names. */
  const received = () =>
    server.mails
      .map((mail) => `${mail.to[0]!.split('@')[0]}: ${mail.parsed.subject!.split(':')[0]!.split('] ')[1]}`)
      .sort()
  return { server, setUp, received }
}

/** Nobody can send: everything waits. */
export const noMail: PostOffice = {
  process: 'without-mail',
  accounts: { of: async () => [], off: async () => [] },
  mail: () => undefined,
  hosts: createHosts(() => 0),
  gathering: null,
}

const handlersOf = (office: PostOffice): Handler[] => [
  handle(followEvent, (ctx, { event }) => announce(ctx, event)),
  ...notificationHandlers(office),
]

/** "pat 1 sent": who, which post, what became of it, in order. */
async function ledgerOf(ctx: Context, people: Record<string, string>) {
  const rows = await ctx.db
    .selectFrom('deliveries as d')
    .innerJoin('incident_updates as u', 'u.id', 'd.update_id')
    .innerJoin('announcements as a', 'a.id', 'd.announcement_id')
    .select([
      'd.subscriber_id',
      'd.state',
      'd.reason',
      'd.detail',
      'd.attempts',
      'd.next_attempt_at',
      'u.number',
      'a.kind',
      'd.id',
    ])
    .where('d.org_id', '=', ctx.org)
    .orderBy('d.event_id')
    .execute()
  const nameOf = (id: string) => Object.keys(people).find((name) => people[name] === id)!
  return rows
    .map((row) => ({
      ...row,
      name: nameOf(row.subscriber_id),
      line: `${nameOf(row.subscriber_id)} ${row.number} ${row.state}`,
    }))
    .sort((a, b) => (a.name < b.name ? 1 : a.name > b.name ? -1 : 0))
}

export const lines = async (ledger: ReturnType<typeof ledgerOf>) => (await ledger).map((row) => row.line)
