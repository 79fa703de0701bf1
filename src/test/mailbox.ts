import { after } from 'node:test'
import { type MailServer, mailServer, type ReceivedMail } from './mail-server.ts'
import { until } from './until.ts'

export type Mailbox = MailServer & {
  /** The first mail that fits, arrived or still to come. */
  waitFor: (fits: (mail: ReceivedMail) => boolean, within?: number) => Promise<ReceivedMail>
  of: (address: string) => ReceivedMail[]
}

/** A mail server for this test file that keeps everything it is given, stopped when the file ends. */
export async function testMailbox(): Promise<Mailbox> {
  const server = await mailServer()
  after(server.stop)
  return {
    ...server,
    waitFor: (fits, within) => until(() => server.mails.find(fits), within),
    of: (address) => server.mails.filter((mail) => mail.to.includes(address)),
  }
}
