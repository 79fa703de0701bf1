import type { Shown } from './vendor.cases.ts'

/** A text as services show it that know no marks, but make links of addresses. `calls` finds whom they would call. */
export const plainlyShown = (text: string, calls: RegExp | null = null): Shown => ({
  text,
  pings: calls ? (text.match(calls) ?? []) : [],
  links: (text.match(/https?:\/\/[^\s<>"]+/g) ?? []).map((href) => ({ words: href, href })),
  formats: [],
})
