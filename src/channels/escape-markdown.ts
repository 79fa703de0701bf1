/**
 * Backslashes before what a chat reads as a mark. Addresses stay whole, so that they lead where they say; what could be
 * a mark in them is percent-encoded, which means the same.
 */
export const escapeMarkdown = (text: string, marks: RegExp): string =>
  text
    .split(address)
    .map((part, i) => (i % 2 === 1 ? encodeMarks(part) : part.replace(marks, '\\$&')))
    .join('')

/** Without the bracket or the full stop behind it. */
const address = /(https?:\/\/[^\s<>"']*[^\s<>"'.,:;!?)\]*_~])/i

const encodeMarks = (url: string) =>
  url.replace(/[*`|[\]{}\\^~()@]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

/** A link whose words are already without marks. */
export const markdownLink = ({ label, url }: { label: string; url: string }): string =>
  label ? `[${label}](${encodeMarks(url)})` : encodeMarks(url)
