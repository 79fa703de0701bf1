import type { VendorRequest } from '../test/vendor.ts'
import type { Shown } from './vendor.cases.ts'

/** The sample's number in other spellings, and others. */
export const numbers = {
  spellings: ['+49 151 12345678', '0049 151 1234 5678', '+49 (0)151 12345678', ' +49-151-12345678 '].map((number) => ({
    number,
  })),
  others: [{ number: '+4915112345679' }, { number: '+33612345678' }],
}

export const formOf = ({ headers, text }: VendorRequest): Map<string, string> | null =>
  headers['content-type'] === 'application/x-www-form-urlencoded' ? new Map(new URLSearchParams(text)) : null

export const isE164 = (number: string | undefined) => /^\+[1-9]\d{6,14}$/.test(number ?? '')

/** Telephones make links of addresses, and of nothing else. */
export const plainShown = (text: string): Shown => ({
  text,
  pings: [],
  links: [...text.matchAll(/https?:\/\/[^\s()<>"]+/g)].map(([href]) => ({ words: href, href })),
  formats: [],
})
