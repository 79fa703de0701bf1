import { domainToASCII } from 'node:url'
import { InvalidInput } from './errors.ts'

/**
 * The one e-mail address that a text holds, ready for an envelope: the local part as given, the domain in ASCII and
 * lower case. Throws InvalidInput for everything else: names, groups, lists, quotes, comments, address literals.
 */
export function parseAddress(text: string, pointer = '/email'): string {
  const refuse = () =>
    new InvalidInput('This is not an e-mail address.', [
      { pointer, detail: 'expected one address such as pat@customer.example' },
    ])
  const given = text.slice(0, 1000).trim()
  const at = given.indexOf('@')
  const [local, domain] = [given.slice(0, at), asciiDomain(given.slice(at + 1))]
  if (at < 1 || text.length > 1000 || !isLocalPart(local) || domain === null) throw refuse()
  if (local.length + 1 + domain.length > 254) throw refuse()
  return `${local}@${domain}`
}

/** The form by which an address is found again: nobody has two mailboxes that differ in case alone. */
export const addressKey = (address: string) => address.toLowerCase()

/** The mailbox behind an address: what follows a plus sign only sorts mail within it. */
export const mailboxKey = (address: string) => addressKey(address).replace(/\+[^@]*@/, '@')

/** "p•••@customer.example": enough to recognise one's own address by. */
export const maskAddress = (address: string) => address.replace(/^(.)[^@]*/, '$1•••')

/** A dot-atom of RFC 5321, at most 64 characters. */
const isLocalPart = (local: string) =>
  local.length <= 64 && /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/.test(local)

function asciiDomain(domain: string): string | null {
  if (domain.length > 254 || !/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain)) return null
  const ascii = domainToASCII(domain)
  const labels = ascii.split('.')
  if (labels.length < 2 || !labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label))) return null
  return /^\d+$/.test(labels.at(-1)!) ? null : ascii
}
