/**
 * Spreadsheets run a cell that begins so as a formula: https://owasp.org/www-community/attacks/CSV_Injection. An apostrophe
 * before it makes it text; one that stands there already gets another, so that reading it back gives the same.
 */
const runs = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

export const escaped = (text: string): string => (runs.test(text) ? `'${text}` : text)

export const unescaped = (text: string): string => (text.startsWith("'") && runs.test(text) ? text.slice(1) : text)
