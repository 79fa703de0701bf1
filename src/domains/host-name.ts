import { isIP } from 'node:net'
import { domainToASCII, domainToUnicode } from 'node:url'

/**
 * The host name that a person typed, in ASCII and lower case, without a final dot; else what is wrong with it. Addresses,
 * ports, wildcards and names that never lead anywhere are no host names of a page.
 */
export function readHostName(text: string): { host: string } | { wrong: string } {
  const given = text.trim().replace(/\.$/, '')
  const wrong = (detail: string) => ({ wrong: `expected ${detail}` })
  if (text.length > 1000 || given === '') return wrong('a host name such as status.acme.example')
  if (given.includes('://') || given.includes('/')) return wrong('the host name alone, without https:// and path')
  if (given.includes('*')) return wrong('one host name; a wildcard is none')
  if (/^\[|^[\d.]+$|^[0-9a-f:]*:[0-9a-f:]*:/i.test(given)) return wrong('a host name, not an IP address')
  if (given.includes(':')) return wrong('the host name alone, without a port')
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(given)) return wrong('a host name such as status.acme.example')
  const host = domainToASCII(given)
  if (host.length > 253) return wrong('at most 253 characters')
  const labels = host.split('.')
  if (labels.length === 1 && host !== '') return wrong('a whole host name, such as status.acme.example')
  if (!labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label)))
    return wrong('a host name such as status.acme.example: parts of at most 63 letters, digits and hyphens')
  if (/(^|\.)xn--/.test(domainToUnicode(host))) return wrong('a host name that can be read: its xn-- part cannot')
  if (/^\d+$/.test(labels.at(-1) ?? '')) return wrong('a host name, not an IP address')
  if (nowhere.includes(labels.at(-1) ?? '')) return wrong(`a name that others can reach; .${labels.at(-1)} is for none`)
  return { host }
}

/** Top-level names that no public record can stand under: https://www.iana.org/assignments/special-use-domain-names */
const nowhere = ['localhost', 'invalid', 'onion', 'arpa', 'alt']

/** As people write it, where that differs: letters that look alike can be told apart by the ASCII form beside it. */
export const inLetters = (host: string): string | null => {
  const letters = domainToUnicode(host)
  return letters === '' || letters === host ? null : letters
}

/** The name in a Host header, in lower case, without port and final dot; null where it is none. */
export function hostOf(header: string): string | null {
  const parsed = URL.parse(`http://${header}`)
  if (!parsed || parsed.username || parsed.pathname !== '/' || /[/\\@?#]/.test(header)) return null
  return parsed.hostname.replace(/\.$/, '')
}

/** The installation's own names: that of UPFRONT_URL, localhost and IP addresses. `name` as `hostOf` gives it. */
export const isOwnHost = (name: string, url: string): boolean =>
  name === 'localhost' || name === new URL(url).hostname || isIP(name.replace(/^\[|\]$/g, '')) !== 0
