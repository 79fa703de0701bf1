import { isAbsolute } from 'node:path'
import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { isMailServer } from './lib/mail-server.ts'
import { readAllowList } from './lib/outbound-allow.ts'

// One schema per form that a variable can have. The message says what was expected; what was found is added where the
// mistakes are listed.

const text = (expected: string, good: (value: string) => boolean) => z.string().refine(good, { error: expected })

/** An address without a path, as an origin: no slash at its end. */
export const webOrigin = text(
  'an http or https address without a path, such as https://status.acme.example',
  (value) => parseOrigin(value) !== null,
).transform((value) => parseOrigin(value) ?? value)

export const secureAddress = text('an https address, such as https://ca.acme.example/directory', (value) => {
  const url = parse(value)
  return url?.protocol === 'https:' && !url.username && !url.password
})

export const address = text('an e-mail address', (value) => /^[^\s@<>,]+@[^\s@<>,]+$/.test(value))

export const port = text(
  'a number from 0 to 65535',
  (value) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535,
).transform(Number)

export const host = text('a host name or an IP address to listen on', (value) => /^[a-z0-9.:_-]+$/i.test(value))

/** "0.0.0.0:2525", "[::]:2525". */
export const hostAndPort = text('an address and a port such as 0.0.0.0:2525', (value) => {
  const url = parse(`tcp://${value}`)
  return url !== null && url.hostname !== '' && url.port !== '' && /^[^/?#@]+$/.test(value)
}).transform((value) => {
  const url = parse(`tcp://${value}`)
  return { host: url?.hostname.replace(/^\[|\]$/g, '') ?? '', port: Number(url?.port) }
})

export const domain = text('a domain such as bounces.acme.example', (value) =>
  /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(value),
)

export const databaseUrl = text('postgresql://user:password@host:port/database', (value) =>
  /^postgres(ql)?:\/\/\S+$/.test(value),
)

export const smtpUrl = text('smtp://user:password@host:port or smtps://…', isMailServer)

export const mailbox = text('an address such as "Acme Status <status@acme.example>"', (value) =>
  /^(?:[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/.test(value.trim()),
)

/** 256 bits are asked for; what repeats itself is no secret, whatever its length. */
export const secret = text(
  'at least 32 characters that nobody can guess, such as "openssl rand -base64 32" prints',
  (value) => Buffer.byteLength(value) >= 32 && new Set(value).size >= 10,
)

export const token = text('at least 8 characters without spaces', (value) => /^[\x21-\x7e]{8,}$/.test(value))

export const trustedProxies = list(
  'addresses or ranges separated by commas, such as 10.0.0.0/8,192.0.2.7',
  (entry) => ipaddr.isValidCIDR(entry) || ipaddr.IPv4.isValidFourPartDecimal(entry) || ipaddr.IPv6.isValid(entry),
)

export const outboundAllow = list(
  'host:port or ranges separated by commas, such as mail.internal:25,10.0.0.0/8',
  (entry) => {
    try {
      return Boolean(readAllowList([entry]))
    } catch {
      return false
    }
  },
)

export const roles = ['web', 'worker', 'monitor'] as const
export type ProcessRole = (typeof roles)[number]

export const roleList = list('one or more of web, worker, monitor, separated by commas', (entry) =>
  roles.some((role) => role === entry),
).transform((names) => roles.filter((role) => names.includes(role)))

export const oneOf = <const T extends readonly [string, ...string[]]>(...values: T) =>
  z.enum(values, { error: `one of ${values.join(', ')}` })

export const bucketUrl = text(
  'an http or https address with a bucket in it, such as https://s3.eu-central-1.amazonaws.com/acme-status',
  (value) => {
    const url = parse(value)
    return Boolean(
      url && ['http:', 'https:'].includes(url.protocol) && !url.search && !url.hash && !url.username && !url.password,
    )
  },
)

export const absoluteFolder = text('an absolute path of a folder', (value) => isAbsolute(value))

export const seconds = text(
  'a number of seconds from 0 to 60',
  (value) => /^\d{1,2}$/.test(value) && Number(value) <= 60,
).transform(Number)

export const messagesPerHour = text(
  'a number from 0 to 1000; 0: as many as there are',
  (value) => /^\d{1,4}$/.test(value) && Number(value) <= 1000,
).transform(Number)

function list(expected: string, good: (entry: string) => boolean) {
  return z
    .string()
    .transform((value) =>
      value
        .split(',')
        .map((entry) => entry.trim())
        .filter(Boolean),
    )
    .refine((entries) => entries.length > 0 && entries.every(good), { error: expected })
}

function parseOrigin(value: string): string | null {
  const url = parse(value)
  if (!url || !['http:', 'https:'].includes(url.protocol)) return null
  const bare = url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password
  return bare ? url.origin : null
}

const parse = (value: string): URL | null => URL.parse(value)
