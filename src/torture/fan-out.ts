import { mailServer, type ReceivedMail } from '../test/mail-server.ts'
import { until } from '../test/until.ts'
import { dice, type Torture, token, victim } from './stage.ts'

export type FannedOut = {
  recipients: number
  missed: number
  /** Mails that a recipient got again. */
  repeats: number
  /** Of those, with another Message-ID than the first. */
  otherIds: number
  /** From the last start to the last first mail, in seconds. */
  seconds: number
}

const inFlightAtMost = 10

/** The most repeats that kills can cause: what was in flight at each. */
export const repeatsAtMost = (kills: number) => kills * inFlightAtMost

/** One post to many subscribers; the program is killed again and again while it tells them. */
export async function killWhileTelling({
  kills,
  seed,
  print,
  recipients,
}: Torture & { recipients: number }): Promise<FannedOut> {
  const server = await mailServer()
  const people = Array.from({ length: recipients }, (_, i) => `reader-${i}@customer.example`)
  const one = await victim({ SMTP_URL: server.url, MAIL_FROM: 'status@acme.example' }, (text) =>
    text.replace(/^subscribers:[\s\S]*$/m, subscribers(people)),
  )
  try {
    await fetch(`${one.url()}/api/v1/incidents`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ page: 'acme', title: 'For everyone', status: 'investigating', body: 'One post.' }),
    })
    const chance = dice(seed)
    for (let kill = 1; kill <= kills; kill++) {
      // In the middle of it: some were told since the last start, and some are still waiting.
      const before = server.mails.length
      await until(() => server.mails.length > before || reached(server.mails) === recipients, 30_000)
      await chance.pause(0, 1500)
      await one.killProgram()
      print(`kill ${kill}: ${reached(server.mails)} of ${recipients} were told`)
    }
    const started = performance.now()
    await until(() => reached(server.mails) === recipients, 60_000).catch(() => {})
    const seconds = (performance.now() - started) / 1000
    return { recipients, missed: recipients - reached(server.mails), seconds, ...repeated(server.mails) }
  } finally {
    await one.end()
    await server.stop()
  }
}

const subscribers = (people: readonly string[]) =>
  `subscribers:\n${people.map((email) => `  - { page: acme, email: ${email}, confirmed: true }`).join('\n')}\n`

const reached = (mails: readonly ReceivedMail[]) => new Set(mails.map((mail) => mail.to[0])).size

function repeated(mails: readonly ReceivedMail[]) {
  const first = new Map<string, string>()
  let repeats = 0
  let otherIds = 0
  for (const { to, parsed } of mails) {
    const [recipient = '', id = ''] = [to[0], parsed.messageId]
    const before = first.get(recipient)
    if (before === undefined) first.set(recipient, id)
    else repeats++
    if (before !== undefined && before !== id) otherIds++
  }
  return { repeats, otherIds }
}
