import { createRequire } from 'node:module'
import { z } from '../lib/zod.ts'

/** A telephone number is the destination of SMS, voice and WhatsApp alike. */
export const phoneTarget = z.strictObject({
  number: z
    .string()
    .max(60, 'expected a telephone number of at most 60 characters')
    .transform((text, check) => {
      const { number, problem } = parsePhone(text)
      if (problem) check.addIssue({ code: 'custom', message: problem })
      return number
    })
    .meta({
      secret: true,
      inSight: true,
      title: 'Telephone number',
      description: 'With the country’s code: +49 151 23456789.',
    }),
})
export type PhoneTarget = z.output<typeof phoneTarget>

/** What phone channels have in common. */
export const toPhone = {
  reaches: ['subscriber'],
  target: phoneTarget,
  identity: ({ number }: PhoneTarget) => number,
  label: ({ number }: PhoneTarget) => phoneLabel(number),
} as const

/**
 * The number in E.164, or why it is none that we write to. Numbers that cost whoever calls them extra (premium rate,
 * shared cost, personal numbers, pagers, satellites) are refused: they are how sign-up forms are turned into money.
 */
export function parsePhone(text: string): { number: string; problem: null } | { number: ''; problem: string } {
  const refuse = (problem: string) => ({ number: '' as const, problem })
  const written = text.normalize('NFKC').trim().replace(/^00/, '+')
  if (!/^\+[\d\s().\-/]{7,40}$/.test(written))
    return refuse('expected a telephone number with the country’s code, such as +49 151 23456789')
  const { util, types } = library()
  const parsed = readNumber(written)
  if (!parsed || !util.isValidNumber(parsed)) return refuse('expected a number that exists: look at its digits again')
  const type = util.getNumberType(parsed)
  const costly = [types.PREMIUM_RATE, types.SHARED_COST, types.PERSONAL_NUMBER, types.PAGER, types.UAN, types.VOICEMAIL]
  if (costly.includes(type) || countryOf(written) === null)
    return refuse('expected an ordinary number: this one may cost extra')
  return { number: `+${parsed.getCountryCode()}${util.getNationalSignificantNumber(parsed)}`, problem: null }
}

/** A number as people of a country write it, with the country's code; as it came where it has one or is none. */
export function ofCountry(text: string, country: string): string {
  const written = text.normalize('NFKC').trim()
  if (/^(\+|00)/.test(written)) return text
  try {
    const parsed = library().util.parse(written, country)
    return `+${parsed.getCountryCode()}${library().util.getNationalSignificantNumber(parsed)}`
  } catch {
    return text
  }
}

/** The country of an E.164 number as two letters: `DE`. Null where it has none. */
export function countryOf(number: string): string | null {
  const parsed = readNumber(number)
  const country: string = (parsed && library().util.getRegionCodeForNumber(parsed)) || ''
  // "001" stands for satellites and other networks of no country.
  return /^[A-Z]{2}$/.test(country) ? country : null
}

/** "+49 ••• ••12" */
export const phoneLabel = (number: string): string => {
  const parsed = readNumber(number)
  return `+${parsed?.getCountryCode() ?? '•'} ••• ••${number.slice(-2)}`
}

/** A block of 1,000 neighbouring numbers: sign-ups that pump messages take them one after the other. */
export const neighboursOf = (number: string): string => number.slice(0, -3)

function readNumber(text: string) {
  try {
    return library().util.parse(text)
  } catch {
    return null
  }
}

const load = createRequire(import.meta.url)

/** 60 ms and 17 MB: loaded with the first number, and kept by Node. Numbering plans are those of the library's release. */
function library() {
  const loaded: typeof import('google-libphonenumber') = load('google-libphonenumber')
  return { util: loaded.PhoneNumberUtil.getInstance(), types: loaded.PhoneNumberType }
}
