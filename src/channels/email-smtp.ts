import type { Outcome } from './channel.ts'
import { composed, type Mail } from './email.ts'
import { outcomeOf } from './email-outcome.ts'
import { rawOf } from './email-raw.ts'
import type { MailTransport } from './email-transport.ts'

/** Signs as a domain: what is published at `<selector>._domainkey.<domain>` belongs to the private key, in PEM. */
export type Dkim = { domain: string; selector: string; privateKey: string }

/** Hands a mail over to the server. Never throws: what goes wrong is an outcome. */
export async function sendMail(transport: MailTransport, mail: Mail, dkim?: Dkim): Promise<Outcome> {
  try {
    const whole = composed(mail)
    const { envelope, messageId } = whole
    const raw = rawOf(whole, mail.list?.unsubscribe)
    const response = await transport.send({ raw, envelope, messageId, ...(dkim && { dkim: signing(dkim) }) })
    return { result: 'sent', detail: response.slice(0, 300), receipt: mail.messageId }
  } catch (error) {
    return outcomeOf(error)
  }
}

/** RFC 8058 wants both headers of the list signed; the rest is what a receiver shows or acts on. */
const signing = ({ domain, selector, privateKey }: Dkim) => ({
  domainName: domain,
  keySelector: selector,
  privateKey,
  headerFieldNames:
    'From:Reply-To:Subject:Date:Message-ID:To:MIME-Version:Content-Type:In-Reply-To:References:List-Id:List-Unsubscribe:List-Unsubscribe-Post:Auto-Submitted',
})
