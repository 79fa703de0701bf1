import { withoutTurns } from './bidi.ts'
import { parseDuration } from './duration.ts'
import { z } from './zod.ts'

// Forms that several shapes share. Each message says what was expected.

/** A name or a title: one line, so that it can stand in a mail header, with nothing that turns the direction of what follows. */
export const oneLine = (longest: number) =>
  z
    .string()
    .overwrite(withoutTurns)
    .trim()
    .min(1, 'expected a text that is not empty')
    .max(longest, `expected at most ${longest} characters`)
    .refine((text) => !/[\p{Cc}\u2028\u2029]/u.test(text), 'expected one line without control characters')

/** Text of several lines. */
export const prose = (longest: number) =>
  z
    .string()
    .trim()
    .min(1, 'expected a text that is not empty')
    .max(longest, `expected at most ${longest} characters`)
    .refine((text) => !/[^\P{Cc}\n\r\t]/u.test(text), 'expected text without control characters')

/** What a person calls a thing in files and addresses of the API. */
export const Key = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?$/,
    'expected lower-case letters, digits, ".", "-" and "_", at most 63',
  )

/** A name in an address: one label of a host name. */
export const Slug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'expected lower-case letters, digits and "-", at most 63')

export const HostName = z
  .string()
  .max(253)
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/,
    'expected a host name in lower case, such as status.acme.example',
  )

export const WebAddress = z
  .string()
  .max(2000)
  .refine(
    (text) => URL.canParse(text) && /^https?:\/\/[^\s]+$/i.test(text),
    'expected an address that starts with https:// or http://',
  )

/** `30s`, `5m`, `1h30m`; kept as text until a verb needs the seconds. */
export const Duration = z
  .string()
  .refine((text) => parseDuration(text) !== null, 'expected a duration such as 30s, 5m or 1h30m')
  .meta({ example: '5m' })
