import { isNoAddress } from '../channels/email-outcome.ts'

/** What a mail that came back says. `auto`: written by a machine, and no report. `person`: anything else. */
export type Report =
  | { kind: 'bounce'; hard: boolean; reason: string }
  | { kind: 'complaint'; reason: string }
  | { kind: 'auto' }
  | { kind: 'person' }

/**
 * Reads a delivery status notification (https://www.rfc-editor.org/rfc/rfc3464), a complaint
 * (https://www.rfc-editor.org/rfc/rfc5965), or whether a machine wrote it at all.
 */
export function readReport(raw: string, envelopeSender: string): Report {
  const text = raw.replace(/\r\n/g, '\n')
  const complaint = groupsOf(text, 'feedback-report')[0]
  if (complaint) {
    const type = complaint.get('feedback-type') ?? 'abuse'
    return type === 'not-spam' ? { kind: 'auto' } : { kind: 'complaint', reason: said(type) }
  }
  const groups = groupsOf(text, '(?:global-)?delivery-status')
  const failed = groups.find((group) => group.get('action')?.toLowerCase() === 'failed')
  if (failed) return bounceOf(failed)
  return groups.length > 0 || isAutomatic(headersOf(text), envelopeSender) ? { kind: 'auto' } : { kind: 'person' }
}

function bounceOf(group: Fields): Report {
  const status = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(group.get('status') ?? '')?.[0] ?? null
  const diagnostic = group.get('diagnostic-code')?.replace(/^\w+;\s*/, '') ?? ''
  const code = Number(/^\d{3}\b/.exec(diagnostic)?.[0] ?? 0)
  return {
    kind: 'bounce',
    hard: isNoAddress(status, code),
    reason: said(diagnostic || `status ${status ?? 'unknown'}`),
  }
}

/** RFC 3834: never answered, and never taken for a person. */
function isAutomatic(headers: Fields, envelopeSender: string): boolean {
  const submitted = headers.get('auto-submitted')?.toLowerCase() ?? 'no'
  const precedence = headers.get('precedence')?.toLowerCase() ?? ''
  return (
    envelopeSender === '' ||
    /^(mailer-daemon|postmaster)@/i.test(envelopeSender) ||
    !submitted.startsWith('no') ||
    /^(bulk|junk|list|auto_reply)$/.test(precedence) ||
    ['x-autoreply', 'x-autorespond', 'list-id'].some((name) => headers.has(name))
  )
}

type Fields = Map<string, string>

/** The groups of fields in the first part of this type: `message/delivery-status` has one for the mail and one a recipient. */
function groupsOf(text: string, subtype: string): Fields[] {
  const start = new RegExp(`^content-type:[ \\t]*message/${subtype}\\b`, 'im').exec(text)?.index
  if (start === undefined) return []
  const part = text.slice(start)
  const body = part.slice(part.indexOf('\n\n') + 2)
  const end = /^--\S/m.exec(body)?.index ?? body.length
  return body
    .slice(0, end)
    .split(/\n{2,}/)
    .map(fieldsOf)
    .filter((group) => group.size > 0)
}

const headersOf = (text: string): Fields => fieldsOf(text.split('\n\n', 1)[0] ?? '')

const fieldsOf = (block: string): Fields =>
  new Map(
    block
      .replace(/\n[ \t]+/g, ' ')
      .split('\n')
      .flatMap((line) => {
        const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? []
        return name ? [[name.toLowerCase(), (value ?? '').trim()] as const] : []
      })
      .reverse(),
  )

const said = (text: string) =>
  text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 250)
