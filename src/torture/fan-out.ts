import { mailServer, type ReceivedMail } from '../test/mail-server.ts'
import { until } from '../test/until.ts'
import { count } from './compare-inbox.ts'
import { inFlightAtMost, messageId } from './compare-told.ts'
import { enrol } from './enrol.ts'
import { asPerson, insist, nothingYet } from './said.ts'
import { settle } from './settle.ts'
import { dice, patience, type Torture, type Victim, victim } from './stage.ts'

export type FannedOut = {
  recipients: number
  /** Concerned, and without a mail. */
  missed: number
  /** Not concerned, and with a mail. */
  wrongly: number
  /** Mails that a recipient got again. */
  repeats: number
  /** Of those, with another Message-ID than the first. */
  otherIds: number
  /** Of those, not in flight at a kill. */
  needless: number
  /** From the last start to the last first mail, in seconds. */
  seconds: number
  /** What the ledger or the queue says otherwise. */
  wrong: string[]
}

/** One post to many subscribers; the program is killed again and again while it chooses them, tells them and starts. */
export async function killWhileTelling({
  kills,
  seed,
  print,
  recipients,
}: Torture & { recipients: number }): Promise<FannedOut> {
  const server = await mailServer({ parse: false })
  const concerned = Array.from({ length: recipients }, (_, i) => `reader-${i}@customer.example`)
  const others = Array.from({ length: Math.ceil(recipients / 20) }, (_, i) => `other-${i}@customer.example`)
  const one = await victim({ SMTP_URL: server.url, MAIL_FROM: 'status@acme.example' }, (text) =>
    text.replace(/^subscribers:[\s\S]*$/m, ''),
  )
  try {
    one.begin()
    await one.up()
    await one.look((ctx) => enrol(ctx, concerned, null))
    await one.look((ctx) => enrol(ctx, others, 'payments'))
    await post(one)
    const chance = dice(seed)
    const inFlight: string[] = []
    let started = performance.now()
    while (one.kills() < kills) {
      // At the beginning, then spread over the first two thirds, whatever the speed.
      const enough = (one.kills() / kills) * 0.66 * recipients
      await until(() => reached(server.mails) >= enough, patience)
      await chance.pause(0, 60)
      await one.killProgram()
      inFlight.push(...(await one.look(sending)))
      one.begin()
      started = performance.now()
      print(`kill ${one.kills()}: ${reached(server.mails)} of ${recipients} were told`)
      if (one.kills() % 4 !== 2) await one.up()
      else await chance.pause(0, 1500)
    }
    await one.up()
    await until(() => reached(server.mails) === recipients, patience).catch(() => {})
    const seconds = (performance.now() - started) / 1000
    const wrong = [...(await settle(one)), ...(await one.look((ctx) => ledgerSays(ctx, recipients, others.length)))]
    return { recipients, seconds, wrong, ...compare(server.mails, new Set(concerned), inFlight) }
  } finally {
    await one.end()
    await server.stop()
  }
}

const post = (one: Victim) =>
  insist(
    one,
    nothingYet(),
    'For everyone',
    {
      path: '/api/v1/incidents',
      body: {
        page: 'acme',
        title: 'For everyone',
        status: 'investigating',
        body: 'One post.',
        components: { web: 'partial_outage' },
      },
      headers: asPerson('For everyone'),
    },
    201,
  )

const reached = (mails: readonly ReceivedMail[]) => new Set(mails.map((mail) => mail.to[0])).size

type Look = Parameters<Victim['look']>[0]

/** Whom the dead process was telling: it had said so before it began. */
const sending = (async (ctx) => {
  const rows = await ctx.db
    .selectFrom('deliveries as d')
    .innerJoin('subscribers as s', 's.id', 'd.subscriber_id')
    .select('s.email')
    .where('d.state', '=', 'sending')
    .execute()
  if (rows.length > inFlightAtMost) throw new Error(`${rows.length} mails were on their way at once`)
  return rows.map((row) => row.email ?? '')
}) satisfies Look

async function ledgerSays(ctx: Parameters<Look>[0], recipients: number, others: number): Promise<string[]> {
  const rows = await ctx.db.selectFrom('deliveries').select('state').execute()
  const states = count(rows.map((row) => row.state))
  const isRight = states.get('sent') === recipients && states.get('skipped') === others && states.size === 2
  return isRight ? [] : [`the ledger says ${[...states].map(([state, times]) => `${times} ${state}`).join(', ')}`]
}

function compare(mails: readonly ReceivedMail[], concerned: ReadonlySet<string>, inFlight: readonly string[]) {
  const byPerson = Map.groupBy(mails, (mail) => mail.to[0] ?? '')
  const allowed = count(inFlight)
  const again = [...byPerson].filter(([, own]) => own.length > 1)
  return {
    missed: [...concerned].filter((person) => !byPerson.has(person)).length,
    wrongly: [...byPerson.keys()].filter((person) => !concerned.has(person)).length,
    repeats: mails.length - byPerson.size,
    otherIds: again.filter(([, own]) => new Set(own.map(messageId)).size > 1).length,
    needless: again.filter(([person, own]) => own.length - 1 > (allowed.get(person) ?? 0)).length,
  }
}
