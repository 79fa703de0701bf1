/** Who reads a page, as far as it decides what they may see. */
export type Reader = {
  /** A proven address in lower case; null for who has proven none. */
  email: string | null
  /** A confirmed subscriber of the page, signed in. */
  subscriber: boolean
  /** What single sign-on said of them: names in lower case, each with its values. */
  attributes: Readonly<Record<string, readonly string[]>>
  /** Signed in to the console of the page's organization. */
  staff: boolean
  /** Let in to the page. Always so on a public one. */
  admitted: boolean
}

/** Who has shown nothing of themselves, on a public page. */
export const anybody: Reader = { email: null, subscriber: false, attributes: {}, staff: false, admitted: true }
