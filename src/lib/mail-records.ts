import { createPublicKey } from 'node:crypto'
import type { Dns } from './dns.ts'

/** A TXT record that receivers of mail look for, and whether it is published. */
export type MailRecord = {
  what: 'SPF' | 'DKIM' | 'DMARC'
  name: string
  /** What to publish; null where only whoever runs the mail server can say. */
  value: string | null
  state: 'published' | 'missing' | 'different' | 'unknown'
}

type Domain = { domain: string; dkim?: { selector: string; privateKey: string } | undefined }

/** Looks up what mails of a domain are judged by. Who signs elsewhere knows their DKIM record; we do not. */
export async function mailRecords(dns: Pick<Dns, 'txt'>, { domain, dkim }: Domain): Promise<MailRecord[]> {
  const key = dkim && dkimValue(dkim.privateKey)
  return Promise.all([
    look(dns, { what: 'SPF', name: domain, value: null }, (text) => /^v=spf1(\s|$)/i.test(text)),
    ...(dkim && key
      ? [
          look(dns, { what: 'DKIM', name: `${dkim.selector}._domainkey.${domain}`, value: key }, (text) =>
            sameKey(text, key),
          ),
        ]
      : []),
    look(dns, { what: 'DMARC', name: `_dmarc.${domain}`, value: 'v=DMARC1; p=none' }, (text) =>
      /^v=DMARC1\s*;/i.test(text),
    ),
  ])
}

/** What the key's public half is published as. https://www.rfc-editor.org/rfc/rfc6376#section-3.6.1 */
export function dkimValue(privateKey: string): string {
  const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  return `v=DKIM1; k=rsa; p=${der.toString('base64')}`
}

type Sought = Omit<MailRecord, 'state'>

async function look(dns: Pick<Dns, 'txt'>, sought: Sought, fits: (text: string) => boolean): Promise<MailRecord> {
  try {
    const found = await dns.txt(sought.name)
    if (found.some(fits)) return { ...sought, state: 'published' }
    return { ...sought, state: sought.what === 'DKIM' && found.length > 0 ? 'different' : 'missing' }
  } catch {
    return { ...sought, state: 'unknown' }
  }
}

const sameKey = (text: string, wanted: string) => keyIn(text) === keyIn(wanted)

const keyIn = (text: string) => /(?:^|;)\s*p=([^;]*)/.exec(text)?.[1]?.replace(/\s/g, '') ?? ''
