import { type Dns, systemDns } from '../lib/dns.ts'
import { mailRecords } from '../lib/mail-records.ts'
import { parseMailbox } from '../lib/mailbox.ts'
import type { Check, Finding } from './doctor.ts'

/** Whether receivers can tell that mails of MAIL_FROM are ours. */
export const checkMailRecords: Check = ({ config, dns = systemDns() }) => recordsOf(config, dns)

async function recordsOf(
  { smtpUrl, mailFrom }: { smtpUrl: string | null; mailFrom: string | null },
  dns: Pick<Dns, 'txt'>,
) {
  const domain = parseMailbox(mailFrom ?? '')
    ?.address.split('@')
    .at(-1)
  if (!smtpUrl || !domain?.includes('.')) return []
  const records = await mailRecords(dns, { domain })
  return records.map(({ what, name, state, value }): Finding => {
    if (state === 'published') return { state: 'ok', found: `${what} of ${domain} is published` }
    if (state === 'unknown') return { state: 'warn', found: `nobody could tell whether ${name} has an ${what} record` }
    const todo = value
      ? `publish a TXT record at ${name}: ${value}`
      : `ask whoever runs the mail server what to publish at ${name}`
    return { state: 'warn', found: `${name} has no ${what} record: mail may end up as spam`, todo }
  })
}
